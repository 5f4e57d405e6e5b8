package dev.tidemark.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A started emulator that answers HTTP requests at its endpoint. */
record RunningService(LocalService service, URI endpoint, ChildProcess child)
    implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final Duration BETWEEN_PROBES = Duration.ofMillis(50);

  /**
   * Starts a service and waits until it answers. A child that ends at once is started again on
   * another port, as another process may have taken the first one.
   */
  static RunningService start(LocalService service, ServicePrograms programs, Duration patience)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      FreePorts ports = FreePorts.find();
      URI endpoint = URI.create("http://127.0.0.1:" + ports.first());
      ChildProcess child = programs.start(service, ports);
      if (answers(endpoint, child, deadline)) {
        return new RunningService(service, endpoint, child);
      }
      boolean outOfTime = child.isAlive();
      child.close();
      if (outOfTime) {
        throw failure(service, "did not answer within " + patience.toSeconds() + " s", child);
      }
      if (attempt == ATTEMPTS) {
        throw failure(service, "ended " + ATTEMPTS + " times while starting", child);
      }
    }
    throw new AssertionError("every attempt returns or throws");
  }

  private static boolean answers(URI endpoint, ChildProcess child, long deadline)
      throws InterruptedException {
    HttpRequest probe = HttpRequest.newBuilder(endpoint).timeout(Duration.ofSeconds(5)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline) {
        if (answered(client, probe)) {
          return true;
        }
        if (child.ended(BETWEEN_PROBES)) {
          return false;
        }
      }
      return false;
    }
  }

  private static boolean answered(HttpClient client, HttpRequest probe)
      throws InterruptedException {
    try {
      client.send(probe, HttpResponse.BodyHandlers.discarding());
      return true;
    } catch (IOException e) {
      // Not listening yet: the answer to the question, not an error.
      return false;
    }
  }

  private static LocalAwsException failure(LocalService service, String what, ChildProcess child) {
    return new LocalAwsException(
        "The local " + service + " " + what + ". The end of its log:\n" + child.logTail());
  }

  @Override
  public void close() {
    child.close();
  }
}
