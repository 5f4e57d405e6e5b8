package dev.tidemark.local.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** Does what the event says; the event is a JSON string of one or two words. */
public final class ProbeFunction implements RequestStreamHandler {
  private int invocations;

  /** Fails the init when told to by its environment. */
  public ProbeFunction() {
    if (System.getenv("FAIL_INIT") != null) {
      throw new IllegalStateException("no luck today");
    }
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8).replace("\"", "");
    String[] words = event.split(" ", 2);
    invocations++;
    System.out.println("asked to " + event);
    String answer =
        switch (words[0]) {
          case "return" -> words[1];
          case "throw" -> throw new IllegalArgumentException("said \"" + words[1] + "\"");
          case "hang" -> hang();
          case "halt" -> halt(Integer.parseInt(words[1]));
          case "exit" -> exit(Integer.parseInt(words[1]));
          case "fill-heap" -> fillHeap();
          case "fill-memory" -> fillMemory();
          case "meet" -> meet(Integer.parseInt(words[1]));
          case "pid" -> Long.toString(ProcessHandle.current().pid());
          case "count" -> Integer.toString(invocations);
          case "remaining" -> Integer.toString(context.getRemainingTimeInMillis());
          case "environment" -> environment();
          case "jvm" -> ManagementFactory.getRuntimeMXBean().getInputArguments().toString();
          case "where" -> where();
          default -> throw new IllegalStateException("asked to do " + event);
        };
    output.write(('"' + answer + '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  private static String halt(int code) {
    Runtime.getRuntime().halt(code);
    return "";
  }

  private static String exit(int code) {
    System.exit(code);
    return "";
  }

  private static String fillHeap() {
    List<byte[]> kept = new ArrayList<>();
    while (kept.size() < 1_000_000) {
      kept.add(new byte[1024 * 1024]);
    }
    return "";
  }

  private static String fillMemory() {
    List<ByteBuffer> kept = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      kept.add(ByteBuffer.allocateDirect(1024 * 1024));
    }
    hang();
    return Integer.toString(kept.size());
  }

  private static String meet(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return Integer.toString(socket.getInputStream().read());
    }
  }

  private static String environment() {
    Map<String, String> variables = new TreeMap<>(System.getenv());
    return variables.toString().replace("\"", "'");
  }

  private static String where() {
    return String.join(
        "|",
        new File("").getAbsolutePath(),
        System.getProperty("java.io.tmpdir"),
        ProbeFunction.class.getClassLoader().getClass().getSimpleName());
  }
}
