package dev.tidemark.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;

/**
 * How Lambda's Java runtime is started for a function: the official runtime interface client on the
 * class path, the function's own code in the working directory, from where the client's class
 * loader takes it.
 *
 * @param code the exploded function package
 * @param nativeClient the native half of the client, unpacked; the client itself would unpack it to
 *     one fixed place for all processes of this machine
 */
record LambdaRuntime(Emulators emulators, FunctionSettings function, Path code, Path nativeClient) {
  private static final String PROGRAM = "lambda-runtime";
  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client";
  private static final double HEAP_SHARE = 0.85;
  private static final Set<String> SET_BY_LAMBDA =
      Set.of(
          "_HANDLER",
          "AWS_REGION",
          "AWS_DEFAULT_REGION",
          "AWS_EXECUTION_ENV",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "LAMBDA_TASK_ROOT",
          "LAMBDA_RUNTIME_DIR");

  LambdaRuntime {
    function.environment().keySet().stream()
        .filter(name -> SET_BY_LAMBDA.contains(name) || name.startsWith("AWS_LAMBDA_"))
        .findFirst()
        .ifPresent(LambdaRuntime::refuse);
  }

  private static void refuse(String variable) {
    throw new IllegalArgumentException(
        variable + " is set by Lambda and cannot be set for a function; remove it");
  }

  static LambdaRuntime prepare(FunctionSettings function, Path scratch) throws IOException {
    Emulators emulators = Emulators.find();
    Path code = new CodePackage(function.codePackage()).exploded(scratch);
    Path jar = emulators.file(PROGRAM, "aws-lambda-java-runtime-interface-client", ".jar");
    return new LambdaRuntime(
        emulators, function, code, unpackNative(jar, scratch.resolve("libaws-lambda-jni.so")));
  }

  private static Path unpackNative(Path jar, Path target) throws IOException {
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String processor = machine.equals("aarch64") ? "aarch_64" : "x86_64";
    String library = Files.exists(Path.of("/etc/alpine-release")) ? "linux_musl" : "linux";
    String entry = "jni/libaws-lambda-jni." + library + "-" + processor + ".so";
    try (JarFile client = new JarFile(jar.toFile())) {
      try (InputStream bytes = client.getInputStream(client.getJarEntry(entry))) {
        Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return target;
  }

  /**
   * A process of this function.
   *
   * @param temporary stands in for Lambda's {@code /tmp}
   */
  ChildProcess start(String runtimeApi, String logStream, Path temporary, Path log) {
    try {
      ChildJvm jvm =
          new ChildJvm(
              temporary.resolveSibling("runtime"),
              emulators.folder(PROGRAM),
              options(temporary),
              List.of(CLIENT + ".AWSLambda", function.handler()));
      return ChildProcess.start(
          new ChildProcess.Launch(jvm.command(), environment(runtimeApi, logStream), code, log));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start the function " + function.name(), e);
    }
  }

  /** The heap is 85 % of the memory, the rest as the managed runtime starts its JVM. */
  private List<String> options(Path temporary) {
    long heapKibibytes = (long) Math.ceil(function.memoryMebibytes() * 1024 * HEAP_SHARE);
    List<String> options = new ArrayList<>();
    options.add("-XX:MaxHeapSize=" + heapKibibytes + "k");
    options.add("-XX:+UseSerialGC");
    options.add("-XX:+TieredCompilation");
    options.add("-XX:TieredStopAtLevel=1");
    options.add("-Xshare:auto");
    options.add("-Djava.net.preferIPv4Stack=true");
    options.add("--enable-native-access=ALL-UNNAMED");
    options.add("-Djava.io.tmpdir=" + temporary);
    options.add("-D" + CLIENT + ".runtimeapi.NativeClient.JNI=" + nativeClient);
    options.addAll(function.jvmOptions());
    return options;
  }

  private Map<String, String> environment(String runtimeApi, String logStream) {
    Map<String, String> variables = new TreeMap<>(function.environment());
    variables.put("_HANDLER", function.handler());
    variables.put("LAMBDA_TASK_ROOT", code.toString());
    variables.put("LAMBDA_RUNTIME_DIR", emulators.folder(PROGRAM).toString());
    variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMebibytes()));
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
    variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java21");
    variables.put("AWS_REGION", LocalAws.REGION);
    variables.put("AWS_DEFAULT_REGION", LocalAws.REGION);
    variables.put("AWS_ACCESS_KEY_ID", LocalAws.ACCESS_KEY);
    variables.put("AWS_SECRET_ACCESS_KEY", LocalAws.SECRET_KEY);
    variables.put("LANG", "en_US.UTF-8");
    variables.put("TZ", ":UTC");
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    return variables;
  }
}
