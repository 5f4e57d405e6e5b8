package dev.tidemark;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.producer.Gzip;
import dev.tidemark.producer.claim.ClaimCheck;

/**
 * Turns a record's bytes into a value. Called from several threads at once.
 *
 * @param <T> the value's type
 */
@FunctionalInterface
public interface RecordCodec<T> {

  /**
   * Decodes a record.
   *
   * @throws StoreException when a store that the value is read from does not answer: the record
   *     waits, as with {@link Outcome#unavailable}
   * @throws Exception when the bytes are not such a value. No attempt can help then: the record is
   *     exhausted at once, and no other record is touched.
   */
  T decode(Bytes data) throws Exception;

  /** The bytes as they are. */
  static RecordCodec<Bytes> bytes() {
    return data -> data;
  }

  /**
   * What a producer has compressed, and what nobody has, given to another codec. Needs {@code
   * tidemark-producer} among the function's dependencies.
   *
   * @see Gzip
   */
  static <T> RecordCodec<T> gunzipped(RecordCodec<T> codec) {
    return data -> codec.decode(Gzip.unpack(data));
  }

  /**
   * Large records that a producer keeps in a payload store, and all others, given to another codec.
   * While the store does not answer, the record waits without an attempt; one that is not in the
   * store any more is exhausted. Needs {@code tidemark-producer} among the function's dependencies.
   *
   * @see dev.tidemark.producer.claim.ClaimCheckTarget
   */
  static <T> RecordCodec<T> claimChecked(PayloadStore store, RecordCodec<T> codec) {
    return data -> codec.decode(ClaimCheck.resolve(data, store));
  }

  /** The bytes as UTF-8 text; malformed bytes are an error. */
  static RecordCodec<String> utf8() {
    return data ->
        java.nio.charset.StandardCharsets.UTF_8.newDecoder().decode(data.asByteBuffer()).toString();
  }
}
