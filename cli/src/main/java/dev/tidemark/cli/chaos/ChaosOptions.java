package dev.tidemark.cli.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What a chaos run is about.
 *
 * @param seed of the records, the faults and the kills
 * @param records how many go through, 1 to 10,000,000
 * @param kills how many processes are killed, 0 to 10,000
 * @param traffic how they are delivered
 * @param faults the probability that a request to a store goes wrong, 0 to 0.5
 * @param lease how long a claim lasts before it has to be renewed, 1 to 120 s
 * @param marks whether a process learns which claims its predecessor died with
 * @param functionPackage the packaged function
 */
record ChaosOptions(
    long seed,
    int records,
    int kills,
    Traffic traffic,
    double faults,
    Duration lease,
    boolean marks,
    Path functionPackage) {

  /**
   * How records are delivered.
   *
   * @param shards of the stream, 1 to 16
   * @param batchSize of the event source mapping, 1 to 10,000
   */
  record Traffic(int shards, int batchSize) {
    Traffic {
      require("--shards", shards, 1, 16);
      require("--batch-size", batchSize, 1, 10_000);
    }
  }

  ChaosOptions {
    Objects.requireNonNull(traffic);
    Objects.requireNonNull(functionPackage);
    require("--records", records, 1, 10_000_000);
    require("--kills", kills, 0, 10_000);
    require("--lease", lease.toSeconds(), 1, 120);
    if (!(faults >= 0 && faults <= 0.5)) {
      throw new IllegalArgumentException("--faults must be off or 0 to 0.5, is " + faults);
    }
  }

  private static void require(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " must be " + least + " to " + most + ", is " + value);
    }
  }

  /** Longer than this no shard may stand still after its last crash. */
  Duration longestStandstill() {
    return lease.multipliedBy(2);
  }

  /** Far longer than a lease, so that it is the lease that decides when a shard goes on. */
  Duration functionTimeout() {
    return lease.multipliedBy(6);
  }
}
