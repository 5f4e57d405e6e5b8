package dev.tidemark.handler;

import dev.tidemark.checkpoint.SourceRecord;
import java.util.Objects;
import java.util.Optional;

/**
 * A record of an event.
 *
 * @param stream the stream's name
 * @param shard the shard's id
 * @param source the record
 * @param damage what is wrong with it, if its data or key could not be read; its data are then the
 *     raw text of the event
 */
record EventRecord(String stream, String shard, SourceRecord source, Optional<String> damage) {

  EventRecord {
    Objects.requireNonNull(stream);
    Objects.requireNonNull(shard);
    Objects.requireNonNull(source);
    Objects.requireNonNull(damage);
  }

  boolean isOfSameShard(EventRecord other) {
    return shard.equals(other.shard) && stream.equals(other.stream);
  }

  /** The same with another record from the same place. */
  EventRecord with(SourceRecord other) {
    return new EventRecord(stream, shard, other, damage);
  }
}
