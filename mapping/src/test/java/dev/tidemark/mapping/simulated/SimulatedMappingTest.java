package dev.tidemark.mapping.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.Command.MovePast;
import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.InvocationResult.FunctionError;
import dev.tidemark.mapping.InvocationResult.Returned;
import dev.tidemark.mapping.InvocationResult.Throttled;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.MappingSettings;
import dev.tidemark.mapping.OnFailureDestination;
import dev.tidemark.mapping.OpenRules;
import dev.tidemark.mapping.ResponseMode;
import dev.tidemark.mapping.StartingPosition;
import dev.tidemark.mapping.WholeFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SimulatedMappingTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int RECORDS = 60;

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @Test
  void throwsWhenTheMappingDoesNotComeToRest() {
    SimulatedMapping mapping =
        new SimulatedMapping(
            SimulationOptions.of(MappingSettings.defaults()).withActionBound(50),
            call -> new FunctionError(FunctionError.Kind.THROWN));
    mapping.put("shard", List.of(record(1, "k", START)));

    assertThatThrownBy(mapping::runUntilIdle)
        .hasMessage("the mapping did not come to rest within 50 actions");
  }

  @Test
  void leavesOutWhatTheStartingPositionDoesNotTake() {
    SimulatedMapping mapping =
        new SimulatedMapping(
            SimulationOptions.of(
                MappingSettings.defaults().withStartingPosition(new StartingPosition.Latest())),
            call -> new Returned("null"));
    mapping.put("shard", List.of(record(1, "k", START.minusMillis(1)), record(2, "k", START)));

    mapping.runUntilIdle();

    assertThat(mapping.movedPast("shard"))
        .flatExtracting(MovePast::records)
        .containsExactly(SequenceNumber.of(2));
  }

  @Test
  void handsTheFunctionTheEventAndItsRemainingTime() {
    List<FunctionCall> calls = new ArrayList<>();
    SimulatedMapping mapping =
        new SimulatedMapping(
            SimulationOptions.of(MappingSettings.defaults()),
            call -> {
              calls.add(call);
              return new Returned("null");
            });
    mapping.put("shardId-000000000007", List.of(record(5, "k", START)));

    mapping.runUntilIdle();

    assertThat(calls).hasSize(1);
    assertThat(calls.get(0).eventJson()).contains("\"eventID\":\"shardId-000000000007:5\"");
    assertThat(calls.get(0).remaining()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void theSameSeedGivesTheSameRunAndSeedsDiffer() {
    assertThat(new Scenario(7).run().invocations()).isEqualTo(new Scenario(7).run().invocations());
    assertThat(seeds().mapToObj(seed -> new Scenario(seed).run().invocations()).distinct())
        .hasSizeGreaterThan(250);
  }

  @Test
  void batchesOfAShardAreInFlightAtOnce() {
    int most =
        seeds()
            .limit(50)
            .mapToObj(Scenario::new)
            .peek(Scenario::run)
            .mapToInt(scenario -> scenario.mostInFlight)
            .max()
            .orElseThrow();

    assertThat(most).isGreaterThan(4);
  }

  /** Any settings, any faults, any order: nothing lost, nothing settled twice, keys in order. */
  @ParameterizedTest
  @MethodSource("seeds")
  void holdsItsPromisesInAnyOrder(long seed) {
    SimulatedMapping mapping = new Scenario(seed).run();

    for (String shard : List.of("shard-0", "shard-1")) {
      assertThat(mapping.checkpoint(shard)).contains(SequenceNumber.of(RECORDS));
      assertThat(mapping.mapping(shard).orElseThrow().isIdle()).isTrue();
      assertThat(mapping.movedPast(shard))
          .flatExtracting(MovePast::records)
          .hasSize(RECORDS)
          .doesNotHaveDuplicates();
    }
  }

  private static MappedRecord record(long number, String key, Instant arrival) {
    return new MappedRecord(SequenceNumber.of(number), key, arrival, Bytes.ofUtf8("x"));
  }

  /** Random settings and faults from one seed, with the invariants checked at every call. */
  private static final class Scenario {
    private final Random random;
    private final SimulatedMapping mapping;
    private final Map<String, List<MappedRecord>> put = new HashMap<>();
    private int mostInFlight;

    Scenario(long seed) {
      random = new Random(seed * 31 + 7);
      SimulationOptions options =
          SimulationOptions.of(settings())
              .withSeed(seed)
              .withOpen(open())
              .withInvocationTakes(Duration.ofMillis(random.nextInt(3) * 400L));
      mapping = new SimulatedMapping(options, this::answer);
      for (String shard : List.of("shard-0", "shard-1")) {
        put.put(shard, records());
        mapping.put(shard, put.getOrDefault(shard, List.of()));
      }
    }

    SimulatedMapping run() {
      int actions = 0;
      while (mapping.step()) {
        actions++;
        assertThat(actions).isLessThan(50_000);
        if (random.nextInt(40) == 0) {
          mapping.changeSettings(settings());
        }
        assertKeysApart("shard-0");
        assertKeysApart("shard-1");
      }
      return mapping;
    }

    private void assertKeysApart(String shard) {
      List<SimulatedInvocation> inFlight = inFlight(shard);
      mostInFlight = Math.max(mostInFlight, inFlight.size());
      assertThat(
              inFlight.stream()
                  .flatMap(i -> i.records().stream().map(MappedRecord::partitionKey).distinct()))
          .doesNotHaveDuplicates();
    }

    private List<SimulatedInvocation> inFlight(String shard) {
      var running = mapping.mapping(shard).orElseThrow().running();
      return mapping.invocations().stream()
          .filter(i -> i.shardId().equals(shard) && running.contains(i.batch()))
          .toList();
    }

    private InvocationResult answer(FunctionCall call) {
      assertInOrder(call);
      return switch (random.nextInt(6)) {
        case 0 -> new FunctionError(FunctionError.Kind.THROWN);
        case 1 -> new Throttled();
        case 2 -> new Returned("{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}");
        case 3 -> {
          var record = call.records().get(random.nextInt(call.records().size()));
          yield new Returned(
              "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + record.sequenceNumber() + "\"}]}");
        }
        default -> new Returned("null");
      };
    }

    /** Every earlier record of a key is accounted for or in the same batch. */
    private void assertInOrder(FunctionCall call) {
      String shard = call.source().shardId();
      Set<SequenceNumber> delivered = new HashSet<>();
      mapping.movedPast(shard).forEach(move -> delivered.addAll(move.records()));
      for (MappedRecord record : call.records()) {
        assertThat(delivered).doesNotContain(record.sequenceNumber());
        assertThat(delivered)
            .containsAll(earlierOfItsKey(record, put.getOrDefault(shard, List.of())));
        delivered.add(record.sequenceNumber());
      }
    }

    private static List<SequenceNumber> earlierOfItsKey(
        MappedRecord record, List<MappedRecord> all) {
      return all.stream()
          .filter(other -> other.partitionKey().equals(record.partitionKey()))
          .map(MappedRecord::sequenceNumber)
          .filter(number -> number.compareTo(record.sequenceNumber()) < 0)
          .toList();
    }

    private MappingSettings settings() {
      MappingSettings settings =
          MappingSettings.defaults()
              .withBatchSize(1 + random.nextInt(8))
              .withBatchingWindow(Duration.ofSeconds(random.nextInt(3)))
              .withParallelizationFactor(1 + random.nextInt(10))
              .withMaximumRetryAttempts(random.nextInt(5))
              .withMaximumRecordAgeSeconds(60)
              .withResponseMode(any(ResponseMode.class))
              .withWholeFailure(any(WholeFailure.class));
      return random.nextBoolean()
          ? settings
          : settings.withOnFailure(new OnFailureDestination("arn:aws:s3:::failures"));
    }

    private <E extends Enum<E>> E any(Class<E> type) {
      List<E> values = List.copyOf(EnumSet.allOf(type));
      return values.get(random.nextInt(values.size()));
    }

    private OpenRules open() {
      return new OpenRules(
          any(OpenRules.Suffix.class),
          any(OpenRules.Siblings.class),
          any(OpenRules.FirstReported.class),
          any(OpenRules.UnknownResponse.class),
          any(OpenRules.OversizeRecord.class),
          any(OpenRules.RetriesAfterAgeCut.class));
    }

    private List<MappedRecord> records() {
      List<MappedRecord> records = new ArrayList<>();
      Instant arrival = START.minusSeconds(random.nextInt(90));
      for (int i = 1; i <= RECORDS; i++) {
        arrival = arrival.plusMillis(random.nextInt(1_500));
        records.add(record(i, "key-" + random.nextInt(12), arrival));
      }
      return records;
    }
  }
}
