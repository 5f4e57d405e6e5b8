package dev.tidemark.benchmarks;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.local.AwsServices;
import dev.tidemark.local.TemporaryFolder;
import dev.tidemark.producer.Acknowledged;
import dev.tidemark.producer.Buffer;
import dev.tidemark.producer.Delivery;
import dev.tidemark.producer.MemoryBuffer;
import dev.tidemark.producer.Producer;
import dev.tidemark.producer.ProducerParts;
import dev.tidemark.producer.ProducerSettings;
import dev.tidemark.producer.RecordEncoder;
import dev.tidemark.producer.kinesis.KinesisTarget;
import dev.tidemark.producer.wal.Rotation;
import dev.tidemark.producer.wal.Sync;
import dev.tidemark.producer.wal.WriteAheadLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/**
 * Records into a stream of the emulator: a producer by its buffers, beside a loop of PutRecords.
 */
final class Producing {

  private static final int SHARDS = 4;

  /** A request has one record of a key at the most, so that they stay in order. */
  private static final int KEYS = 1_000;

  private static final int A_REQUEST = 500;

  /** Threads that put. Those that wait for the disk share an fsync. */
  private static final int THREADS = 16;

  private final AwsServices services;
  private final KinesisClient kinesis;
  private final Path directory;
  private final List<byte[]> records;
  private int streams;
  private int logs;

  /** One way to write them all to a stream; it returns when all of them are written. */
  @FunctionalInterface
  private interface Way {
    void write(String stream) throws Exception;
  }

  private Producing(AwsServices services, KinesisClient kinesis, Path directory, int records) {
    this.services = services;
    this.kinesis = kinesis;
    this.directory = directory;
    this.records = new ArrayList<>();
    var random = new Random(records);
    for (int i = 0; i < records; i++) {
      byte[] data = new byte[SampleEvents.RECORD_BYTES];
      random.nextBytes(data);
      this.records.add(data);
    }
  }

  /**
   * Measures.
   *
   * @param services with a Kinesis emulator
   * @param records how many of 1 KB a round writes in each way
   * @param rounds in each of which every way has its turn
   */
  static Table run(AwsServices services, int records, int rounds) throws Exception {
    try (var logs = TemporaryFolder.create("producing");
        KinesisClient kinesis = services.kinesisClient()) {
      return new Producing(services, kinesis, logs.path(), records).rounds(rounds);
    }
  }

  private Table rounds(int rounds) throws Exception {
    Map<String, Way> ways = ways();
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        Sample sample = sample(way.getValue());
        if (round > 0) { // the first one warms up
          samples.computeIfAbsent(way.getKey(), name -> new ArrayList<>()).add(sample);
        }
      }
    }
    return table(samples);
  }

  /** Into a stream of its own: the emulator is the slower the more a stream holds. */
  private Sample sample(Way way) throws Exception {
    String stream = "producing-" + ++streams;
    services.createStream(stream, SHARDS);
    Sample sample = Sample.of(() -> way.write(stream));
    kinesis.deleteStream(delete -> delete.streamName(stream));
    return sample;
  }

  private Table table(Map<String, List<Sample>> samples) {
    Table table =
        Table.of(
            "producing",
            "%,d records of 1 KB into %d shards of the emulator".formatted(records.size(), SHARDS),
            "way",
            "runs",
            "wall ms",
            "wall ms, 10 %",
            "wall ms, 90 %",
            "cpu ms",
            "allocated MB",
            "records / s",
            "times the loop");
    List<Sample> all = samples.values().iterator().next();
    double loop = Sample.median(all, Sample::wallMillis);
    for (Map.Entry<String, List<Sample>> way : samples.entrySet()) {
      double wall = Sample.median(way.getValue(), Sample::wallMillis);
      table =
          table.with(
              way.getKey(),
              way.getValue().size(),
              wall,
              Sample.quantile(way.getValue(), Sample::wallMillis, 0.1),
              Sample.quantile(way.getValue(), Sample::wallMillis, 0.9),
              Sample.median(way.getValue(), Sample::cpuMillis),
              Sample.median(way.getValue(), Sample::allocatedMegabytes),
              records.size() * 1_000.0 / wall,
              loop / wall);
    }
    return table;
  }

  private Map<String, Way> ways() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("loop of PutRecords", this::loop);
    ways.put("producer, memory", stream -> produce(new MemoryBuffer(), stream));
    ways.put("producer, log, fsync when full", stream -> produce(log(new Sync.WhenFull()), stream));
    Sync everySecond = new Sync.Every(Duration.ofSeconds(1));
    ways.put("producer, log, fsync every second", stream -> produce(log(everySecond), stream));
    ways.put(
        "producer, log, fsync every record",
        stream -> produce(log(new Sync.EveryRecord()), stream));
    return ways;
  }

  private Buffer log(Sync sync) {
    return WriteAheadLog.open(directory.resolve("log-" + ++logs), Rotation.DEFAULTS, sync);
  }

  private static String key(int index) {
    return "customer-" + index % KEYS;
  }

  /**
   * What one writes without a producer. It keeps nothing, and fails where a producer tries again.
   */
  private void loop(String stream) {
    for (int from = 0; from < records.size(); from += A_REQUEST) {
      var entries = new ArrayList<PutRecordsRequestEntry>();
      for (int i = from; i < Math.min(records.size(), from + A_REQUEST); i++) {
        entries.add(
            PutRecordsRequestEntry.builder()
                .partitionKey(key(i))
                .data(SdkBytes.fromByteArray(records.get(i)))
                .build());
      }
      PutRecordsResponse response =
          kinesis.putRecords(put -> put.streamName(stream).records(entries));
      if (response.failedRecordCount() != 0) {
        throw new IllegalStateException(
            "the emulator refused " + response.failedRecordCount() + " records");
      }
    }
  }

  private void produce(Buffer buffer, String stream) throws Exception {
    var parts =
        ProducerParts.of(
            buffer,
            KinesisTarget.of(kinesis, stream),
            (record, why) -> {
              throw new IllegalStateException("became a dead letter: " + why);
            });
    RecordEncoder<Integer> encoder =
        RecordEncoder.of(Producing::key, index -> Bytes.wrap(records.get(index)));
    try (Producer<Integer> producer =
            Producer.start(encoder, parts, ProducerSettings.named("bench"));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      var puts = new ArrayList<Future<List<Acknowledged>>>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        puts.add(threads.submit(() -> putEvery(producer, first)));
      }
      for (Future<List<Acknowledged>> put : puts) {
        put.get();
      }
      producer.flush();
      for (Future<List<Acknowledged>> put : puts) {
        put.get().forEach(Producing::requireWritten);
      }
    }
  }

  private List<Acknowledged> putEvery(Producer<Integer> producer, int first)
      throws InterruptedException {
    var acknowledged = new ArrayList<Acknowledged>();
    for (int i = first; i < records.size(); i += THREADS) {
      acknowledged.add(producer.put(i));
    }
    return acknowledged;
  }

  private static void requireWritten(Acknowledged acknowledged) {
    Delivery delivery = acknowledged.delivery().join();
    if (!(delivery instanceof Delivery.Written)) {
      throw new IllegalStateException("was not written: " + delivery);
    }
  }
}
