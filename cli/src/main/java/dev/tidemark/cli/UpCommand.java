package dev.tidemark.cli;

import dev.tidemark.cli.stack.LocalStores;
import dev.tidemark.local.AwsFront;
import dev.tidemark.local.LocalAws;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./tidemark up}. */
@Command(
    name = "up",
    description = {
      "Starts DynamoDB, S3 and Kinesis on this machine behind one address, with the tables, the"
          + " bucket and the stream that docker compose makes in LocalStack, and keeps them up"
          + " until Ctrl-C.",
      "Needs no Docker. A function in a container finds them with --host set to an address that the"
          + " container reaches; see docs/local-testing.md."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  ./tidemark up",
      "  ./tidemark up --port 0            a free port",
      "  ./tidemark up --host 172.17.0.1   for containers on Docker's bridge, on Linux"
    })
public final class UpCommand implements Callable<Integer> {

  private static final String QUAKES = "tidemark-quakes";
  private static final String STREAM = "quakes";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "4566",
      description = "The port, 0 for a free one (default ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "An address of this machine (default ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  /**
   * What stands behind the address.
   *
   * @param aws the services
   * @param front the address
   */
  record Stack(LocalAws aws, AwsFront front) implements AutoCloseable {

    static Stack start(InetSocketAddress address) {
      LocalAws aws = LocalAws.start();
      try {
        AwsFront front = AwsFront.at(address, aws);
        try (LocalStores stores = LocalStores.create(aws)) {
          stores.createTable(QUAKES, "id");
        }
        aws.createStream(STREAM, 1);
        return new Stack(aws, front);
      } catch (RuntimeException e) {
        aws.close();
        throw e;
      }
    }

    @Override
    public void close() {
      front.close();
      aws.close();
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535, is " + port);
    }
    try (Stack stack = Stack.start(new InetSocketAddress(host, port))) {
      say(stack.front().endpoint());
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private void say(URI endpoint) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("DynamoDB, S3 and Kinesis are up at " + endpoint);
    out.println("  tables    " + LocalStores.CHECKPOINTS + ", " + QUAKES);
    out.println("  bucket    " + LocalStores.PAYLOADS);
    out.println("  stream    " + STREAM);
    out.println(
        "  export AWS_ENDPOINT_URL=%s AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s AWS_REGION=%s"
            .formatted(endpoint, LocalAws.ACCESS_KEY, LocalAws.SECRET_KEY, LocalAws.REGION));
    out.println("Ctrl-C ends it, and what is in it.");
    out.flush();
  }
}
