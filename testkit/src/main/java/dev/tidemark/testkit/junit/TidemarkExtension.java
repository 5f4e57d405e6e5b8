package dev.tidemark.testkit.junit;

import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit 5 extension that puts a function of yours behind a simulated event source mapping, and
 * lets it be retried, bisected, killed and frozen.
 *
 * <pre>{@code
 * @RegisterExtension final TidemarkExtension kit = TidemarkExtension.create();
 *
 * @Test
 * void anOrderIsShippedOnce() {
 *   var shipped = new ConcurrentLinkedQueue<String>();
 *
 *   Run run =
 *       kit.stream("orders")
 *           .put("customer-1", "order a")
 *           .put("customer-2", "order b")
 *           .mapping(m -> m.withBatchSize(1))
 *           .crash(Moment.at("before order b"))
 *           .consume(process -> new Orders(parts(process), order -> {
 *             process.reach("before " + order);
 *             shipped.add(order);
 *           }));
 *
 *   assertThat(run.succeeded()).containsExactly("order a", "order b");
 *   assertThat(shipped).containsExactlyInAnyOrder("order a", "order b");
 * }
 *
 * ConsumerParts parts(FunctionProcess process) {
 *   return ConsumerParts.of(SETTINGS, process.statuses(), process.payloads())
 *       .withClock(process.clock())
 *       .withPauses(process::pause);
 * }
 * }</pre>
 *
 * <p>After every run it is checked, and fails the test when it does not hold, that
 *
 * <ul>
 *   <li>every record that the mapping moved past is recorded as succeeded, ignored or exhausted,
 *       and what is exhausted can be read with its error;
 *   <li>no record is recorded as finished by two batches, which would mean that it was processed
 *       again after it was done, or by two at once;
 *   <li>no answer was malformed in a way that Lambda takes for "everything succeeded";
 *   <li>every fault that the test planned did happen.
 * </ul>
 *
 * <p>What is real and what is not: batches, retries, back-off and answers follow the rules of the
 * event source mapping; the function's code, its threads and the checkpoint protocol are real. The
 * stores are in memory and time moves by waits and time-outs only: nothing sleeps. A process is an
 * object in this JVM, see {@link FunctionProcess} for what its death can and cannot do. Static
 * state is shared by all processes of a test, as it is not on Lambda.
 *
 * <p>Each test gets a kit without streams and rows. Use from one test thread; what a process hands
 * out is thread-safe.
 */
public final class TidemarkExtension implements BeforeEachCallback, AfterEachCallback {

  private World world = new World();
  private final List<TestStream> streams = new ArrayList<>();

  private TidemarkExtension() {}

  /** A kit for {@code @RegisterExtension}. */
  public static TidemarkExtension create() {
    return new TidemarkExtension();
  }

  /**
   * A new, empty stream of one shard.
   *
   * @param name 1 to 128 characters of {@code a-z A-Z 0-9 . _ -}
   */
  public TestStream stream(String name) {
    var stream = new TestStream(world, name);
    streams.add(stream);
    return stream;
  }

  /** The status rows as they are, for assertions; a function gets {@link FunctionProcess}'s. */
  public MemoryStatusStore statuses() {
    return world.statuses();
  }

  /** The payload objects as they are, for assertions; see {@link #statuses()}. */
  public MemoryPayloadStore payloads() {
    return world.payloads();
  }

  /** The time of the simulation. */
  public InstantSource clock() {
    return world.clock();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    world = new World();
    streams.clear();
  }

  /** Ends what still runs, and fails a test that put records which nobody consumed. */
  @Override
  public void afterEach(ExtensionContext context) {
    world.endAll();
    if (context.getExecutionException().isEmpty()) {
      streams.forEach(TestStream::requireConsumed);
    }
  }
}
