package dev.tidemark.handler;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Kinesis events, sound and broken, by seed. */
final class MutatedEvents {

  private static final List<String> WORDS =
      List.of(
          "\"",
          "\\",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          " ",
          "\n",
          "\\u0041",
          "\\/",
          "\\n",
          "ü",
          "🌋",
          "\u0001",
          "\u007f",
          "=",
          "+",
          "-",
          ".",
          "E9",
          "e-2",
          "0",
          "17",
          "1e400",
          "null",
          "true",
          "\"\"",
          "{}",
          "[{}]",
          "\"data\":\"QQ==\",",
          "\"data\":null,",
          "\"x\":[1,{\"y\":\"z\"}],",
          "\"eventSource\":\"aws:kinesis\",",
          "\"eventSource\":\"aws:sqs\",",
          "\"kinesis\":{},",
          "\"Records\":[],",
          "]}");

  private final List<byte[]> samples;

  MutatedEvents(List<byte[]> samples) {
    this.samples = List.copyOf(samples);
  }

  /** The event of that seed. */
  byte[] event(long seed) {
    var random = new Random(seed);
    byte[] event =
        random.nextInt(4) == 0
            ? samples.get(random.nextInt(samples.size())).clone()
            : written(random).getBytes(StandardCharsets.UTF_8);
    int mutations = random.nextInt(4);
    for (int i = 0; i < mutations && event.length > 0; i++) {
      event = mutated(event, random);
    }
    return event;
  }

  /** As a mapping might write it: records alike, and now and then one that is not. */
  private static String written(RandomGenerator random) {
    var records = new ArrayList<String>();
    int style = random.nextInt(STYLES);
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      records.add(record(random, random.nextInt(8) == 0 ? random.nextInt(STYLES) : style));
    }
    String between = style == 2 ? " ,\n" : ",";
    return "{\"Records\":[" + String.join(between, records) + "]}";
  }

  private static final int STYLES = 4;

  private static String record(RandomGenerator random, int style) {
    byte[] data = new byte[random.nextInt(random.nextInt(10) == 0 ? 3_000 : 60)];
    random.nextBytes(data);
    String base64 = Base64.getEncoder().encodeToString(data);
    String number = Long.toString(1_000_000 + random.nextInt(1_000_000)) + "0".repeat(40);
    String key = random.nextInt(6) == 0 ? "schlüssel" : "key-" + random.nextInt(100);
    String time = random.nextInt(3) == 0 ? "1.545084650987E9" : "1545084650." + random.nextInt(999);
    String kinesis =
        style == 1
            ? "\"data\":\"%3$s\",\"sequenceNumber\":\"%2$s\",\"approximateArrivalTimestamp\":%4$s,\"partitionKey\":\"%1$s\""
            : "\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"%s\",\"sequenceNumber\":\"%s\",\"data\":\"%s\",\"approximateArrivalTimestamp\":%s";
    String inner = "\"kinesis\":{" + kinesis.formatted(key, number, base64, time) + "}";
    String outer =
        "\"eventSource\":\"aws:kinesis\",\"eventID\":\"%s:%s\",\"eventSourceARN\":\"%s\""
            .formatted(EventJson.SHARD, number, EventJson.ARN);
    return switch (style) {
      case 1 -> "{" + outer + "," + inner + "}";
      case 2 -> ("{" + inner + "," + outer + "}").replace(",\"", " ,\n  \"");
      case 3 -> "{" + inner + "," + outer + ",\"awsRegion\":\"x\",\"extra\":12.5}";
      default -> "{" + inner + "," + outer + "}";
    };
  }

  private static byte[] mutated(byte[] event, RandomGenerator random) {
    int from = random.nextInt(event.length);
    int to = from + random.nextInt(Math.min(20, event.length - from) + 1);
    return switch (random.nextInt(7)) {
      case 0 -> {
        byte[] changed = event.clone();
        changed[from] ^= (byte) (1 << random.nextInt(8));
        yield changed;
      }
      case 1 -> Arrays.copyOf(event, from);
      case 2 -> joined(event, 0, from, new byte[0], event, to, event.length);
      case 3 -> joined(event, 0, to, new byte[0], event, from, event.length);
      case 4 -> {
        int other = random.nextInt(event.length);
        byte[] part = Arrays.copyOfRange(event, other, Math.min(event.length, other + 30));
        yield joined(event, 0, from, part, event, to, event.length);
      }
      default -> {
        byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
        int end = random.nextBoolean() ? from : to;
        yield joined(event, 0, from, word, event, end, event.length);
      }
    };
  }

  private static byte[] joined(
      byte[] head, int from, int to, byte[] middle, byte[] tail, int tailFrom, int tailTo) {
    byte[] all = new byte[to - from + middle.length + tailTo - tailFrom];
    System.arraycopy(head, from, all, 0, to - from);
    System.arraycopy(middle, 0, all, to - from, middle.length);
    System.arraycopy(tail, tailFrom, all, to - from + middle.length, tailTo - tailFrom);
    return all;
  }
}
