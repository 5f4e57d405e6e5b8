package dev.tidemark.benchmarks;

import dev.tidemark.handler.EventPath;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The claim: the scanner takes a fifth of the time of the runtime's binding with C2. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EventPathBenchmark {

  private final byte[] event =
      SampleEvents.event("shardId-000000000006", 1, SampleEvents.FULL, 997);

  /** As Lambda's runtime does it for a handler of {@code KinesisEvent}. */
  @Benchmark
  public int binding() {
    return Bound.records(event).size();
  }

  /** With the parser for any JSON. */
  @Benchmark
  public int parser() throws IOException {
    return EventPath.parse(event);
  }

  /** As a function of Tidemark does it. */
  @Benchmark
  public int scanner() throws IOException {
    return EventPath.read(event);
  }
}
