package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.SourceRecord;
import java.util.Objects;

/**
 * A record that is to be handed to the handler now.
 *
 * @param index its place in the delivery, to be named in the result
 * @param record the record
 * @param attempt which attempt this is, from 1
 */
public record RecordStart(int index, SourceRecord record, int attempt) {

  public RecordStart {
    Objects.requireNonNull(record);
  }
}
