package dev.tidemark.mapping.recorded;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.MappedRecord;
import dev.tidemark.mapping.MappingSettings;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What real AWS did in one case, recorded in November 2025.
 *
 * @param name of the case
 * @param settings the mapping as created
 * @param puts the records of its one shard, in order
 * @param behaviour what the function did
 * @param expectedInvocations for each invocation in order the indexes of the puts it held
 * @param expectedFailure what the destination got, if anything
 * @param exactness how far the number of invocations can be expected again
 */
public record RecordedCase(
    String name,
    MappingSettings settings,
    List<RecordedPut> puts,
    FunctionBehaviour behaviour,
    List<List<Integer>> expectedInvocations,
    Optional<ExpectedFailure> expectedFailure,
    Exactness exactness) {

  /** How far the number of invocations can be expected again. */
  public enum Exactness {
    /** Follows from the settings alone. */
    EXACT,
    /**
     * Depends on the back-off, which AWS does not document, and on the speed of the function;
     * {@link dev.tidemark.mapping.BackOff#assumed} gives the recorded number.
     */
    DEPENDS_ON_BACK_OFF
  }

  public RecordedCase {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(settings, "settings");
    puts = List.copyOf(puts);
    Objects.requireNonNull(behaviour, "behaviour");
    expectedInvocations = expectedInvocations.stream().map(List::copyOf).toList();
    Objects.requireNonNull(expectedFailure, "expectedFailure");
    Objects.requireNonNull(exactness, "exactness");
  }

  /** The sequence number the put at an index gets; rising, with gaps, of a real length. */
  public static SequenceNumber numberOf(int put) {
    String base = "496713244987" + "0".repeat(36);
    return new SequenceNumber(
        new BigInteger(base).add(BigInteger.valueOf(7L * put + 2)).toString());
  }

  /** The records of the shard for a mapping that starts at this time. */
  public List<MappedRecord> records(Instant start) {
    return IntStream.range(0, puts.size())
        .mapToObj(i -> puts.get(i).asRecord(numberOf(i), start))
        .toList();
  }

  /** The case's name, so that a table of tests reads well. */
  @Override
  public String toString() {
    return name;
  }
}
