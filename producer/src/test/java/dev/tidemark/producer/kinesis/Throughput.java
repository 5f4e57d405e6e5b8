package dev.tidemark.producer.kinesis;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import dev.tidemark.producer.Buffer;
import dev.tidemark.producer.DeadLetters;
import dev.tidemark.producer.MemoryBuffer;
import dev.tidemark.producer.Order;
import dev.tidemark.producer.Producer;
import dev.tidemark.producer.ProducerParts;
import dev.tidemark.producer.ProducerSettings;
import dev.tidemark.producer.RecordEncoder;
import dev.tidemark.producer.wal.Rotation;
import dev.tidemark.producer.wal.Sync;
import dev.tidemark.producer.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * Records a second into the emulator: a loop of {@code PutRecords} that looks at no answer, and
 * producers. A program to run by hand; prints a line a way. The emulator takes the longer for a
 * request the more its stream holds, so there are few records and a stream for each way.
 */
final class Throughput {

  private static final int RECORDS = 2_000;
  private static final int KEYS = 2_000;
  private static final int PER_REQUEST = 500;
  private static final String TEXT = "x".repeat(100);

  private Throughput() {}

  private interface Way {
    void send(KinesisClient kinesis, String stream) throws IOException, InterruptedException;
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("throughput");
    try (LocalAws aws = LocalAws.start(LocalService.KINESIS);
        KinesisClient kinesis = aws.kinesisClient()) {
      for (int round = 0; round < 3; round++) {
        String name = "round" + round;
        time(aws, kinesis, name + "-loop", Throughput::loop);
        time(aws, kinesis, name + "-memory", (k, s) -> producer(k, s, new MemoryBuffer()));
        time(aws, kinesis, name + "-log", (k, s) -> producer(k, s, log(folder.resolve(s))));
      }
    }
  }

  private static WriteAheadLog log(Path folder) {
    return WriteAheadLog.open(folder, Rotation.DEFAULTS, new Sync.WhenFull());
  }

  private static void time(LocalAws aws, KinesisClient kinesis, String stream, Way way)
      throws IOException, InterruptedException {
    aws.createStream(stream, 4);
    long start = System.nanoTime();
    way.send(kinesis, stream);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%-16s %,8.0f records a second%n", stream, RECORDS / seconds);
  }

  private static void loop(KinesisClient kinesis, String stream) {
    List<PutRecordsRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      entries.add(
          PutRecordsRequestEntry.builder()
              .partitionKey("key" + i % KEYS)
              .data(SdkBytes.fromUtf8String(TEXT))
              .build());
      if (entries.size() == PER_REQUEST) {
        kinesis.putRecords(request -> request.streamName(stream).records(List.copyOf(entries)));
        entries.clear();
      }
    }
  }

  private static void producer(KinesisClient kinesis, String stream, Buffer buffer)
      throws InterruptedException {
    var target = new KinesisTarget(kinesis, stream, Order.PER_KEY, PutRecordsLimits.DEFAULTS);
    DeadLetters none =
        (record, why) -> {
          throw new IllegalStateException("a record was given up: " + why);
        };
    try (Producer<Integer> producer =
        Producer.start(
            RecordEncoder.of(i -> "key" + i % KEYS, i -> Bytes.ofUtf8(TEXT)),
            ProducerParts.of(buffer, target, none),
            ProducerSettings.named(stream))) {
      for (int i = 0; i < RECORDS; i++) {
        producer.put(i);
      }
      producer.flush();
    }
  }
}
