package dev.tidemark.producer;

/**
 * How full a buffer is.
 *
 * @param records that it took and that were not discarded
 * @param bytes of these, as {@link Buffered#sizeOf} counts
 */
public record BufferLevel(long records, long bytes) {

  /** Empty. */
  public static final BufferLevel NONE = new BufferLevel(0, 0);

  /** With this record. */
  public BufferLevel plus(OutgoingRecord record) {
    return new BufferLevel(records + 1, bytes + Buffered.sizeOf(record));
  }

  /** Without this record. */
  public BufferLevel minus(OutgoingRecord record) {
    return new BufferLevel(records - 1, bytes - Buffered.sizeOf(record));
  }
}
