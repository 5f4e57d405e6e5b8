package dev.tidemark.proof.explore;

import java.util.List;
import java.util.Optional;

/**
 * What a call wrote, as far as the rest of a state has to be asked whether it was allowed.
 *
 * @param breach what was not allowed whatever the rest of the state
 * @param notBefore from when on, on the clock, somebody else's batch was free to be written
 * @param rows the batch rows that hold something else now
 */
record Written(Optional<Breach> breach, int notBefore, List<Row> rows) {

  /**
   * A batch row.
   *
   * @param writer the number of the invocation that owns it now
   * @param lines what it says of each record
   * @param changesHands whether it had another owner before, or none
   * @param givesBack whether its owner is through with it
   */
  record Row(int writer, List<Line> lines, boolean changesHands, boolean givesBack) {}

  /**
   * What a row says of a record.
   *
   * @param record its number
   * @param before its attempts in the row before
   * @param attempts its attempts now
   * @param news what is new
   * @param markedAlone whether it is marked to run, alone, since this write
   */
  record Line(int record, int before, int attempts, News news, boolean markedAlone) {}

  /** What is new about a record. */
  enum News {
    FINISHED_BEFORE,
    SUCCEEDED,
    EXHAUSTED,
    STILL_OPEN
  }
}
