package dev.tidemark.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.EnricherOutput;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.OutputRecord;
import dev.tidemark.RecordCodec;
import dev.tidemark.RecordSink;
import dev.tidemark.Resilience;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.derived.Correlation;
import dev.tidemark.mapping.WholeFailure;
import dev.tidemark.testkit.junit.FunctionProcess;
import dev.tidemark.testkit.junit.Moment;
import dev.tidemark.testkit.junit.Run;
import dev.tidemark.testkit.junit.TestStream;
import dev.tidemark.testkit.junit.TidemarkExtension;
import dev.tidemark.testkit.store.MemoryEffects;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream of orders, an enricher, a stream of their lines, and a consumer of those. */
class PipeTest {

  @RegisterExtension final TidemarkExtension kit = TidemarkExtension.create();

  private final List<OutputRecord> written = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Correlation> correlations = new ConcurrentLinkedQueue<>();

  private static ConsumerParts parts(FunctionProcess process, String consumer) {
    var settings =
        ConsumerSettings.named(consumer)
            .withResilience(new Resilience(Duration.ofSeconds(5), 1, Duration.ZERO));
    return ConsumerParts.of(settings, process.statuses(), process.payloads())
        .withNotes(process.notes())
        .withClock(process.clock())
        .withPauses(process::pause);
  }

  /** Writes that a process can only make while it lives, and die in between of. */
  private List<RecordSink.Refused> write(FunctionProcess process, List<OutputRecord> records) {
    for (OutputRecord record : records) {
      process.reach("write");
      written.add(record);
    }
    process.reach("written");
    return List.of();
  }

  private OrderLines orderLines(FunctionProcess process) {
    return new OrderLines(
        EnricherOutput.to(records -> write(process, records)), parts(process, "order-lines"));
  }

  private final class Lines extends KinesisConsumer<String> {
    private final FunctionProcess process;

    Lines(FunctionProcess process) {
      super(RecordCodec.utf8(), parts(process, "lines"));
      this.process = process;
    }

    @Override
    protected Outcome process(KinesisRecord<String> line) {
      process.reach("line");
      line.correlation().ifPresent(correlations::add);
      return Outcome.done(MemoryEffects.count(line.value()));
    }
  }

  /** Orders of three lines each. */
  private TestStream orders(int count) {
    TestStream orders = kit.stream("orders").mapping(m -> m.withBatchSize(5));
    IntStream.rangeClosed(1, count)
        .forEach(i -> orders.put("customer-" + i % 4, "%d a,%d b,%d c".formatted(i, i, i)));
    return orders;
  }

  private static Map<String, Long> onceEach(int count) {
    Map<String, Long> once = new TreeMap<>();
    for (int i = 1; i <= count; i++) {
      for (String line : List.of("a", "b", "c")) {
        once.put(i + " " + line, 1L);
      }
    }
    return once;
  }

  private Map<String, Long> totals() {
    return new TreeMap<>(kit.statuses().counters());
  }

  private TestStream lines() {
    TestStream lines = kit.stream("lines").mapping(m -> m.withBatchSize(7));
    written.forEach(record -> lines.put(record.partitionKey(), record.data()));
    return lines;
  }

  @Test
  void whatIsMadeOfARecordReachesTheNextConsumer() {
    Run run = orders(6).consume(this::orderLines);
    Run next = lines().consume(Lines::new);

    assertThat(run.succeeded()).hasSize(6);
    assertThat(next.succeeded()).hasSize(18);
    assertThat(totals()).isEqualTo(onceEach(6));
  }

  @Test
  void aDerivedRecordSaysWhatItWasMadeOf() {
    kit.stream("orders").put("customer", "a,b").consume(this::orderLines);
    lines().consume(Lines::new);

    assertThat(correlations)
        .extracting(Correlation::index, Correlation::partial, Correlation::units)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, true, 1),
            org.assertj.core.groups.Tuple.tuple(1, false, 1));
    assertThat(correlations)
        .extracting(one -> one.source().stream() + " " + one.source().consumer())
        .containsOnly("orders order-lines");
  }

  @Test
  void anEmptyOrderIsSkippedAndWritesNothing() {
    Run run = kit.stream("orders").put("customer", " ").consume(this::orderLines);

    assertThat(run.status(" ")).isEqualTo(RecordStatus.IGNORED);
    assertThat(written).isEmpty();
  }

  @Test
  void theSourceIsNotDoneBeforeItsOutputIsDurable() {
    Run run =
        orders(1).crash(Moment.at("write", 1), Moment.at("write", 3)).consume(this::orderLines);

    assertThat(run.succeeded()).hasSize(1);
    assertThat(written).hasSize(4);
    assertThat(run.processes()).isEqualTo(3);
  }

  @Test
  void copiesThatACrashLeftAreDroppedByTheReader() {
    orders(5).crash(Moment.at("written", 1), Moment.at("write", 8)).consume(this::orderLines);
    Run next = lines().consume(Lines::new);

    assertThat(written.size()).isGreaterThan(15);
    assertThat(totals()).isEqualTo(onceEach(5));
    assertThat(next.ignored()).hasSize(written.size() - 15);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void totalsAreExactAlthoughBothProcessesDie(long seed) {
    orders(20).seed(seed).randomCrashes(6).consume(this::orderLines);
    TestStream lines = lines();
    lines
        .seed(seed)
        .randomCrashes(4)
        .mapping(m -> m.withWholeFailure(WholeFailure.BISECT))
        .consume(Lines::new);

    assertThat(totals()).isEqualTo(onceEach(20));
  }

  @Test
  void aTargetThatIsDownCostsNoAttempt() {
    var failures = new ArrayList<>(Collections.nCopies(9, "down"));
    Run run =
        orders(3)
            .consume(
                process ->
                    new OrderLines(
                        EnricherOutput.to(
                            records -> {
                              synchronized (failures) {
                                if (!failures.isEmpty()) {
                                  failures.removeFirst();
                                  throw new IOException("no route to the stream");
                                }
                              }
                              return write(process, records);
                            }),
                        parts(process, "order-lines")));

    assertThat(run.succeeded()).hasSize(3);
    assertThat(run.exhausted()).isEmpty();
  }

  @Test
  void aRecordThatTheTargetRefusesExhaustsTheOneThatItWasMadeOf() {
    Run run =
        orders(3)
            .consume(
                process ->
                    new OrderLines(
                        EnricherOutput.to(records -> refuse("2 b", process, records)),
                        parts(process, "order-lines")));

    assertThat(run.exhausted()).containsExactly("2 a,2 b,2 c");
    assertThat(run.succeeded()).hasSize(2);
  }

  private List<RecordSink.Refused> refuse(
      String line, FunctionProcess process, List<OutputRecord> records) {
    write(process, records);
    return IntStream.range(0, records.size())
        .filter(i -> records.get(i).data().toUtf8().endsWith(line))
        .mapToObj(i -> new RecordSink.Refused(i, "too large"))
        .toList();
  }

  @Test
  void recordsOfOneKeyAreWrittenInTheirOrder() {
    orders(40).consume(this::orderLines);
    lines().consume(Lines::new);

    for (int customer = 0; customer < 4; customer++) {
      int key = customer;
      List<Integer> numbers =
          written.stream()
              .filter(record -> record.partitionKey().equals("customer-" + key))
              .map(record -> payload(record.data()))
              .map(text -> Integer.valueOf(text.substring(0, text.indexOf(' '))))
              .toList();
      assertThat(numbers).isSorted();
    }
  }

  private static String payload(Bytes data) {
    return Optional.of(data)
        .flatMap(dev.tidemark.checkpoint.derived.DerivedRecord::read)
        .orElseThrow()
        .payload()
        .toUtf8();
  }
}
