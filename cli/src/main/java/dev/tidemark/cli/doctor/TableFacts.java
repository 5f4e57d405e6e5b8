package dev.tidemark.cli.doctor;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The table of the checkpoints.
 *
 * @param arn its ARN
 * @param keys its keys, {@code HASH} and {@code RANGE}, with their names
 * @param indexes the names of its indexes
 * @param onDemand whether it takes what comes
 * @param replicated whether it has replicas in other regions
 * @param keyTrouble why its key cannot be used; absent when it can
 * @param timeToLive the attribute by which rows expire; empty when none do
 * @param restorable whether any point in time of the latest days can be restored
 */
record TableFacts(
    String arn,
    Map<String, String> keys,
    Set<String> indexes,
    boolean onDemand,
    boolean replicated,
    Optional<String> keyTrouble,
    Reading<String> timeToLive,
    Reading<Boolean> restorable) {

  TableFacts {
    Objects.requireNonNull(arn);
    keys = Map.copyOf(keys);
    indexes = Set.copyOf(indexes);
    Objects.requireNonNull(keyTrouble);
  }
}
