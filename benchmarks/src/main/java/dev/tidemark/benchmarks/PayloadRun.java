package dev.tidemark.benchmarks;

import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.engine.PayloadFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The payload of a thousand records, compressed in several ways. */
public final class PayloadRun {

  private static final int RECORDS = 1_000;
  private static final double NANOS = 1e6;

  private PayloadRun() {}

  private interface Compression {
    OutputStream to(OutputStream out) throws IOException;
  }

  /**
   * What is compressed.
   *
   * @param payload the records' lines
   */
  private record Content(List<SourceRecord> records, Bytes payload) {}

  /** Makes an object of a content, and returns its size. */
  private interface Way {
    int size(Content content) throws IOException;
  }

  private static final class Gzip extends GZIPOutputStream {
    Gzip(OutputStream out, int level) throws IOException {
      super(out, 8_192);
      def.setLevel(level);
    }
  }

  private static final class Huffman extends GZIPOutputStream {
    Huffman(OutputStream out) throws IOException {
      super(out, 8_192);
      def.setStrategy(Deflater.HUFFMAN_ONLY);
    }
  }

  private static Map<String, Way> ways() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("tidemark, lines included", content -> PayloadFormat.encode(content.records()).size());
    compressions().forEach((name, way) -> ways.put(name, content -> size(content, way)));
    return ways;
  }

  private static int size(Content content, Compression way) throws IOException {
    var out = new ByteArrayOutputStream();
    try (OutputStream compressed = way.to(out)) {
      content.payload().asInputStream().transferTo(compressed);
    }
    return out.size();
  }

  private static Map<String, Compression> compressions() {
    Map<String, Compression> ways = new LinkedHashMap<>();
    ways.put("none", out -> out);
    ways.put("gzip, Huffman only", Huffman::new);
    ways.put("gzip 1", out -> new Gzip(out, 1));
    ways.put("gzip 3", out -> new Gzip(out, 3));
    ways.put("gzip 6", out -> new Gzip(out, Deflater.DEFAULT_COMPRESSION));
    ways.put("gzip 9", out -> new Gzip(out, 9));
    ways.put("zstd 1", out -> new ZstdOutputStream(out, 1));
    ways.put("zstd 3", out -> new ZstdOutputStream(out, 3));
    return ways;
  }

  /** Records of random bytes, or of JSON such as sensors send. */
  private static Content content(String data) throws IOException {
    var random = new Random(1);
    List<SourceRecord> records =
        IntStream.range(0, RECORDS)
            .mapToObj(
                i ->
                    new SourceRecord(
                        Position.of("4959033827149025660855969253836157109" + (1_000_000 + 7 * i)),
                        "customer-" + i % 100,
                        Instant.ofEpochMilli(1_545_084_650_000L + i),
                        data.equals("random") ? bytes(random) : json(random, i)))
            .toList();
    try (var gunzip = new GZIPInputStream(PayloadFormat.encode(records).asInputStream())) {
      return new Content(records, Bytes.wrap(gunzip.readAllBytes()));
    }
  }

  private static Bytes bytes(Random random) {
    byte[] bytes = new byte[SampleEvents.RECORD_BYTES];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  private static Bytes json(Random random, int i) {
    var text = new StringBuilder("{\"id\":").append(i).append(",\"readings\":[");
    while (text.length() < SampleEvents.RECORD_BYTES - 60) {
      text.append("{\"sensor\":\"s-").append(random.nextInt(50)).append("\",\"celsius\":");
      text.append(random.nextInt(4_000) / 100.0).append("},");
    }
    return Bytes.ofUtf8(text.append("{}]}").toString());
  }

  /** Prints for each way: data, name, median ms of CPU, bytes before and after. */
  public static void main(String[] rounds) throws IOException {
    for (String data : List.of("random", "JSON")) {
      Content content = content(data);
      Map<String, double[]> millis = new LinkedHashMap<>();
      Map<String, Integer> sizes = new LinkedHashMap<>();
      int count = Integer.parseInt(rounds[0]);
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      for (int round = 0; round < count; round++) {
        for (Map.Entry<String, Way> way : ways().entrySet()) {
          long begun = threads.getCurrentThreadCpuTime();
          int size = way.getValue().size(content);
          double took = (threads.getCurrentThreadCpuTime() - begun) / NANOS;
          millis.computeIfAbsent(way.getKey(), name -> new double[count])[round] = took;
          sizes.put(way.getKey(), size);
        }
      }
      millis.forEach(
          (name, all) -> {
            Arrays.sort(all);
            System.out.printf(
                Locale.ROOT,
                "%s|%s|%.4f|%d|%d%n",
                data,
                name,
                all[all.length / 2],
                content.payload().size(),
                sizes.getOrDefault(name, 0));
          });
    }
  }

  static Table table(Prices prices, int rounds) throws IOException, InterruptedException {
    Table table =
        Table.of(
            "payload",
            "A payload of 1,000 records of 1 KB as NDJSON, compressed in several ways",
            "data",
            "compression",
            "cpu ms",
            "MB before",
            "MB after",
            "USD / million records: time",
            "USD / million records: 8 days in S3");
    for (String line :
        Children.run(List.of(), Children.LIKE_LAMBDA, PayloadRun.class, Integer.toString(rounds))) {
      String[] cells = line.split("\\|", -1);
      double millis = Double.parseDouble(cells[2]);
      double after = Double.parseDouble(cells[4]);
      table =
          table.with(
              cells[0],
              cells[1],
              millis,
              Double.parseDouble(cells[3]) / 1e6,
              after / 1e6,
              prices.ofMillisOfLambda(millis * 1_000),
              prices.ofDaysInS3(after * 1_000, 8));
    }
    return table;
  }
}
