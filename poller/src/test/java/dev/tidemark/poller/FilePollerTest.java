package dev.tidemark.poller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.EnricherOutput;
import dev.tidemark.Enrichment;
import dev.tidemark.KinesisBatch;
import dev.tidemark.KinesisBatchConsumer;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisEnricher;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.OutputEncoder;
import dev.tidemark.RecordCodec;
import dev.tidemark.RecordSink;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.derived.Correlation;
import dev.tidemark.checkpoint.derived.DerivedRecord;
import dev.tidemark.checkpoint.protocol.CheckpointMode;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.poller.file.FileLeases;
import dev.tidemark.poller.file.FileStream;
import dev.tidemark.poller.lease.ShardLease;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.shard.ReadingPace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer on one machine, with no part of AWS. */
class FilePollerTest {

  private static final PollerSettings SETTINGS =
      PollerSettings.of(ConsumerSettings.named("test"))
          .withReading(
              new ReadingPace(
                  10, Duration.ofMillis(200), Duration.ofMillis(1), Duration.ofMillis(5)));

  private final Path checkpoints;
  private final Path file;
  private final FileStream input;
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  FilePollerTest(@TempDir Path directory) {
    this.checkpoints = directory.resolve("checkpoints");
    this.file = directory.resolve("input.txt");
    this.input = FileStream.of("input", file);
  }

  /** What is done with a line. */
  @FunctionalInterface
  private interface Code {
    Outcome process(KinesisRecord<String> line) throws Exception;
  }

  private static final class LineConsumer extends KinesisConsumer<String> {
    private final Code code;

    LineConsumer(ConsumerParts parts, Code code) {
      super(RecordCodec.utf8(), parts);
      this.code = code;
    }

    @Override
    protected Outcome process(KinesisRecord<String> line) throws Exception {
      return code.process(line);
    }
  }

  private static final class ListConsumer extends KinesisBatchConsumer<String> {
    private final List<String> seen;

    ListConsumer(ConsumerParts parts, List<String> seen) {
      super(RecordCodec.utf8(), parts);
      this.seen = seen;
    }

    @Override
    protected List<Outcome> process(KinesisBatch<String> lines) {
      lines.forEach(line -> seen.add(line.value()));
      return Collections.nCopies(lines.size(), Outcome.done());
    }
  }

  private void write(int lines) throws IOException {
    Files.write(file, IntStream.rangeClosed(1, lines).mapToObj(i -> "line " + i).toList());
  }

  private static List<String> lines(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "line " + i).toList();
  }

  private Poller start(PollerSettings settings, FileStream stream, Code code) {
    return Poller.records(
        PollerParts.onFiles(settings, stream, checkpoints), parts -> new LineConsumer(parts, code));
  }

  private void consume(PollerSettings settings, Code code) throws InterruptedException {
    try (Poller poller = start(settings, input, code)) {
      poller.awaitEnd();
    }
  }

  private Outcome see(KinesisRecord<String> line) {
    seen.add(line.value());
    return Outcome.done();
  }

  private ShardLease lease() {
    return new FileLeases(checkpoints, "test", "input").list().get(0);
  }

  @Test
  void everyLineIsProcessedOnceAndInOrderAlsoWhenStartedAgain() throws Exception {
    write(25);

    consume(SETTINGS, this::see);
    consume(SETTINGS, this::see);

    assertThat(seen).containsExactlyElementsOf(lines(25));
    assertThat(lease().isEnded()).isTrue();
  }

  @Test
  void aLineThatFailsIsTriedAgainUpToItsLimitAndThenTheOthersGoOn() throws Exception {
    write(3);
    var attempts = new ArrayList<Integer>();

    consume(
        SETTINGS,
        line -> {
          if (line.value().equals("line 2")) {
            attempts.add(line.attempt());
            throw new IOException("no luck");
          }
          return see(line);
        });

    assertThat(attempts).containsExactly(1, 2, 3);
    assertThat(seen).containsExactly("line 1", "line 3");
  }

  @Test
  void whatIsDoneWithLinesCanGoToAnotherFile() throws Exception {
    write(5);
    FileStream output = FileStream.of("output", file.resolveSibling("output.txt"));

    consume(
        SETTINGS,
        line -> {
          output.append(Bytes.ofUtf8(line.value().toUpperCase(Locale.ROOT)));
          return Outcome.done();
        });

    assertThat(file.resolveSibling("output.txt"))
        .hasContent("LINE 1\nLINE 2\nLINE 3\nLINE 4\nLINE 5\n");
  }

  @Test
  void aBatchConsumerGetsLists() throws Exception {
    write(25);

    try (Poller poller =
        Poller.batches(
            PollerParts.onFiles(SETTINGS, input, checkpoints),
            parts -> new ListConsumer(parts, seen))) {
      poller.awaitEnd();
    }

    assertThat(seen).containsExactlyElementsOf(lines(25));
  }

  private static final class Upper extends KinesisEnricher<String, String> {
    Upper(ConsumerParts parts, RecordSink sink) {
      super(RecordCodec.utf8(), OutputEncoder.utf8(), EnricherOutput.to(sink), parts);
    }

    @Override
    protected Enrichment<String> enrich(KinesisRecord<String> line) {
      return Enrichment.emit(line.partitionKey(), line.value().toUpperCase(Locale.ROOT));
    }
  }

  @Test
  void anEnricherWritesWhatItMakesOfEachLineAndSaysOfWhich() throws Exception {
    write(5);
    var written = new ArrayList<DerivedRecord>();
    RecordSink sink =
        records -> {
          records.forEach(record -> DerivedRecord.read(record.data()).ifPresent(written::add));
          return List.of();
        };

    try (Poller poller =
        Poller.enricher(
            PollerParts.onFiles(SETTINGS, input, checkpoints), parts -> new Upper(parts, sink))) {
      poller.awaitEnd();
    }

    assertThat(written)
        .extracting(record -> record.payload().toUtf8())
        .containsExactly("LINE 1", "LINE 2", "LINE 3", "LINE 4", "LINE 5");
    assertThat(written)
        .extracting(record -> record.correlation().source().stream())
        .containsOnly("input");
    assertThat(written).allMatch(record -> record.settledBefore().isPresent());
  }

  @Test
  void closingFinishesTheDeliverySavesAndGivesTheShardBack() throws Exception {
    write(25);
    var underWay = new CountDownLatch(1);
    var closing = new CountDownLatch(1);
    Poller poller =
        start(
            SETTINGS,
            input.growing(),
            line -> {
              underWay.countDown();
              closing.await();
              return see(line);
            });

    underWay.await();
    Thread closer = Thread.ofPlatform().start(poller::close);
    closing.countDown();
    closer.join();

    assertThat(seen).hasSizeLessThanOrEqualTo(20).hasSizeGreaterThanOrEqualTo(10);
    assertThat(lease().owner()).isEmpty();
    assertThat(lease().position()).isInstanceOf(ShardPosition.After.class);
    consume(SETTINGS, this::see);
    assertThat(seen).containsExactlyElementsOf(lines(25));
  }

  /** What an enricher made of its record of that number, if it has no line break in it. */
  private static Optional<Bytes> derived(long number) {
    var source = new ShardKey("enricher", "source", "shardId-0");
    var position = new Position(SequenceNumber.of(number), 0);
    var correlation = Correlation.ofOne(source, position, 0, false);
    Bytes line =
        new DerivedRecord(correlation, Optional.empty(), Bytes.ofUtf8("from " + number)).encode();
    return Optional.of(line).filter(FilePollerTest::isOneLine);
  }

  private static boolean isOneLine(Bytes bytes) {
    return IntStream.range(0, bytes.size()).noneMatch(i -> bytes.get(i) == '\n');
  }

  @Test
  void aCopyOfADerivedRecordIsDroppedAlsoByTheNextProcess() throws Exception {
    List<Bytes> lines =
        LongStream.range(1, 100)
            .mapToObj(FilePollerTest::derived)
            .flatMap(Optional::stream)
            .limit(2)
            .toList();
    input.append(lines.get(0));
    var first = new CountDownLatch(1);
    Poller poller =
        start(
            SETTINGS,
            input.growing(),
            line -> {
              first.countDown();
              return see(line);
            });
    first.await();
    poller.close();
    input.append(lines.get(0));
    input.append(lines.get(1));

    consume(SETTINGS, this::see);

    assertThat(seen).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void withoutCheckpointsEveryStartReadsEverythingAndLeavesWhatIsSavedAlone() throws Exception {
    write(5);
    consume(SETTINGS, this::see);
    ShardLease saved = lease();
    ProtocolSettings off =
        ProtocolSettings.DEFAULTS.withDurability(
            new Durability(CheckpointMode.OFF, PayloadPolicy.ALWAYS, 0));
    var withoutCheckpoints =
        new PollerSettings(
            ConsumerSettings.named("test").withProtocol(off),
            Optional.empty(),
            SETTINGS.reading(),
            SETTINGS.saving(),
            SETTINGS.limits(),
            SETTINGS.timing());

    consume(withoutCheckpoints, this::see);

    assertThat(seen).hasSize(10);
    assertThat(lease()).isEqualTo(saved);
  }

  @Test
  void aFileThatIsNotThereEndsThePollerWithItsName() {
    assertThatThrownBy(() -> consume(SETTINGS, this::see))
        .isInstanceOf(PollerException.class)
        .hasMessageContaining("input.txt");
  }
}
