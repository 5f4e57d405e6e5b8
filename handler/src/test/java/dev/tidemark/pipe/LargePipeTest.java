package dev.tidemark.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.EnricherOutput;
import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.KinesisSink;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.producer.Answer;
import dev.tidemark.producer.Order;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RequestLimits;
import dev.tidemark.producer.Target;
import dev.tidemark.producer.TargetPosition;
import dev.tidemark.producer.claim.ClaimCheckTarget;
import dev.tidemark.producer.kinesis.PutRecordsLimits;
import dev.tidemark.testkit.junit.FunctionProcess;
import dev.tidemark.testkit.junit.Moment;
import dev.tidemark.testkit.junit.Run;
import dev.tidemark.testkit.junit.TestStream;
import dev.tidemark.testkit.junit.TidemarkExtension;
import dev.tidemark.testkit.store.MemoryEffects;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an enricher makes is too large for the next stream, and goes there as a claim check. */
class LargePipeTest {

  private static final int ORDERS = 4;

  @RegisterExtension final TidemarkExtension kit = TidemarkExtension.create();

  private final MemoryPayloadStore claims = new MemoryPayloadStore();
  private final Queue<ObjectKey> fetched = new ConcurrentLinkedQueue<>();
  private final List<OutgoingRecord> written = Collections.synchronizedList(new ArrayList<>());

  private static ConsumerParts parts(FunctionProcess process, String consumer) {
    return ConsumerParts.of(
            ConsumerSettings.named(consumer), process.statuses(), process.payloads())
        .withNotes(process.notes())
        .withClock(process.clock())
        .withPauses(process::pause);
  }

  /** The next stream, which a process reaches only while it lives. */
  private record Next(FunctionProcess process, List<OutgoingRecord> written) implements Target {

    @Override
    public String name() {
      return "lines";
    }

    @Override
    public Order order() {
      return Order.PER_KEY;
    }

    @Override
    public RequestLimits limits() {
      return PutRecordsLimits.DEFAULTS;
    }

    @Override
    public List<Answer> put(List<OutgoingRecord> request) {
      process.reach("write");
      written.addAll(request);
      process.reach("written");
      return Collections.nCopies(
          request.size(), new Answer.Written(new TargetPosition("shard", "1")));
    }
  }

  private OrderLines orderLines(FunctionProcess process) {
    var target = new ClaimCheckTarget(new Next(process, written), claims, 0, process.clock());
    return new OrderLines(EnricherOutput.to(KinesisSink.to(target)), parts(process, "order-lines"));
  }

  /** The claims, remembering which of them were asked for. */
  private final class Fetches implements PayloadStore {
    @Override
    public PutReply putIfAbsent(ObjectKey key, Bytes content) {
      return claims.putIfAbsent(key, content);
    }

    @Override
    public Optional<Bytes> get(ObjectKey key) {
      fetched.add(key);
      return claims.get(key);
    }
  }

  private final class Lines extends KinesisConsumer<String> {
    Lines(FunctionProcess process) {
      super(RecordCodec.claimChecked(new Fetches(), RecordCodec.utf8()), parts(process, "lines"));
    }

    @Override
    protected Outcome process(KinesisRecord<String> line) {
      String source = line.correlation().orElseThrow().source().stream();
      return Outcome.done(MemoryEffects.count(source + ": " + line.value()));
    }
  }

  @Test
  void copiesOfClaimChecksAreDroppedByTheReaderWithoutALookAtWhatTheyStandFor() {
    TestStream orders = kit.stream("orders").mapping(m -> m.withBatchSize(2));
    IntStream.rangeClosed(1, ORDERS).forEach(i -> orders.put("customer", "order " + i));
    orders.crash(Moment.at("written", 1), Moment.at("written", 3)).consume(this::orderLines);
    TestStream lines = kit.stream("lines").mapping(m -> m.withBatchSize(3));
    written.forEach(record -> lines.put(record.partitionKey(), record.data()));
    Run run = lines.consume(Lines::new);

    assertThat(written).hasSizeGreaterThan(ORDERS);
    assertThat(run.succeeded()).hasSize(ORDERS);
    assertThat(run.ignored()).hasSize(written.size() - ORDERS);
    assertThat(kit.statuses().counters())
        .isEqualTo(
            Map.of(
                "orders: order 1", 1L,
                "orders: order 2", 1L,
                "orders: order 3", 1L,
                "orders: order 4", 1L));
    assertThat(fetched).doesNotHaveDuplicates().hasSize(ORDERS);
  }
}
