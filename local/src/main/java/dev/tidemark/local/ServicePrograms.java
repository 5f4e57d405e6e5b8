package dev.tidemark.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How each service's emulator is started; each has its own folder below {@code directory}. */
record ServicePrograms(Emulators emulators, Path directory) {
  private static final List<String> SMALL_JVM =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx256m");
  private static final String RESOURCES = "/dev/tidemark/local/";

  Path log(LocalService service) {
    return directory.resolve(service.folder() + ".log");
  }

  /** Starts a service on a port of the loopback interface; it is not ready when this returns. */
  ChildProcess start(LocalService service, FreePorts ports) throws IOException {
    Path own = Files.createDirectories(directory.resolve(service.folder()));
    return switch (service) {
      case DYNAMODB -> dynamoDb(own, ports.first());
      case S3 -> s3(own, ports.first());
      case KINESIS -> kinesis(own, ports);
    };
  }

  private ChildProcess dynamoDb(Path own, int port) throws IOException {
    Path jars = emulators.folder("dynamodb");
    List<String> options = new ArrayList<>(SMALL_JVM);
    options.add("--enable-native-access=ALL-UNNAMED");
    options.add("-Djava.library.path=" + jars);
    options.add("-Djava.io.tmpdir=" + own);
    List<String> main =
        List.of(
            "com.amazonaws.services.dynamodbv2.local.main.ServerRunner",
            "-inMemory",
            // Or it would keep apart what clients with other keys or regions make.
            "-sharedDb",
            "-disableTelemetry",
            "-port",
            Integer.toString(port));
    return jvm(LocalService.DYNAMODB, own, new ChildJvm(own, jars, options, main));
  }

  private ChildProcess s3(Path own, int port) throws IOException {
    Path data = Files.createDirectories(own.resolve("data"));
    Path properties = own.resolve("s3proxy.properties");
    Files.writeString(
        properties,
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=none
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        jclouds.identity=%s
        jclouds.credential=%s
        """
            .formatted(port, data, LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY));
    Path logging = ChildJvm.unpack(RESOURCES + "logback-s3.xml", own.resolve("logback.xml"));
    List<String> options = new ArrayList<>(SMALL_JVM);
    options.add("-Dlogback.configurationFile=" + logging);
    options.add("-Djava.io.tmpdir=" + own);
    List<String> main = List.of("org.gaul.s3proxy.Main", "--properties", properties.toString());
    return jvm(LocalService.S3, own, new ChildJvm(own, emulators.folder("s3"), options, main));
  }

  private ChildProcess jvm(LocalService service, Path own, ChildJvm jvm) throws IOException {
    return ChildProcess.start(new ChildProcess.Launch(jvm.command(), Map.of(), own, log(service)));
  }

  private ChildProcess kinesis(Path own, FreePorts ports) throws IOException {
    Path program = emulators.folder("kinesis").resolve(Path.of("node_modules", "kinesis-local"));
    Path watch =
        ChildJvm.unpack(RESOURCES + "exit-with-parent.cjs", own.resolve("exit-with-parent.cjs"));
    List<String> command =
        List.of("node", "--require", watch.toString(), program.resolve("main.js").toString());
    Map<String, String> environment =
        Map.of(
            "KINESIS_MOCK_PLAIN_PORT",
            Integer.toString(ports.first()),
            "KINESIS_MOCK_TLS_PORT",
            Integer.toString(ports.second()),
            "KINESIS_MOCK_CERT_PATH",
            program.resolve("server.json").toString(),
            "CREATE_STREAM_DURATION",
            "10ms",
            "DELETE_STREAM_DURATION",
            "10ms",
            "AWS_ACCOUNT_ID",
            LocalAws.ACCOUNT,
            "AWS_REGION",
            LocalAws.REGION,
            "LOG_LEVEL",
            "WARN");
    try {
      return ChildProcess.start(
          new ChildProcess.Launch(command, environment, own, log(LocalService.KINESIS)));
    } catch (IOException e) {
      throw new LocalAwsException(
          "Node.js is needed for the Kinesis emulator; install Node 18 or newer and put it on the"
              + " PATH",
          e);
    }
  }
}
