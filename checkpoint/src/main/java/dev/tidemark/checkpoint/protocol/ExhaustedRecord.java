package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.checkpoint.SourceRecord;
import java.util.Objects;

/**
 * A record that was given up.
 *
 * @param record the record with its bytes
 * @param attempts how many attempts it used up
 * @param error why the last one failed
 */
public record ExhaustedRecord(SourceRecord record, int attempts, RecordError error) {

  public ExhaustedRecord {
    Objects.requireNonNull(record);
    Objects.requireNonNull(error);
  }
}
