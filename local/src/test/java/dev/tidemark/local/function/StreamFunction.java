package dev.tidemark.local.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does with every batch what its variable BEHAVIOUR says. */
public final class StreamFunction implements RequestStreamHandler {
  private static final Pattern RECORD =
      Pattern.compile("\"sequenceNumber\":\"(\\d+)\",\"data\":\"([^\"]*)\"");

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    String[] behaviour = System.getenv("BEHAVIOUR").split(" ", 2);
    String answer =
        switch (behaviour[0]) {
          case "return" -> behaviour[1];
          case "report" -> report(event, behaviour[1]);
          case "hang" -> hang();
          case "halt" -> halt(Integer.parseInt(behaviour[1]));
          default -> throw new IllegalStateException("throws as it was told to");
        };
    output.write(answer.getBytes(StandardCharsets.UTF_8));
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

  private static String report(String event, String text) {
    List<String> failures = new ArrayList<>();
    Matcher record = RECORD.matcher(event);
    while (record.find()) {
      String data = new String(Base64.getDecoder().decode(record.group(2)), StandardCharsets.UTF_8);
      if (data.contains(text)) {
        failures.add("{\"itemIdentifier\":\"" + record.group(1) + "\"}");
      }
    }
    return "{\"batchItemFailures\":[" + String.join(",", failures) + "]}";
  }
}
