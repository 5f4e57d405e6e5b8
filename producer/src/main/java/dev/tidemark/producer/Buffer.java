package dev.tidemark.producer;

import java.util.List;

/**
 * Where records wait until they are sent, oldest first.
 *
 * <p>Thread-safe. {@link #next} and {@link #discard} belong to one reader.
 */
public interface Buffer extends AutoCloseable {

  /**
   * Takes a record.
   *
   * @return its number, greater than all before it
   * @throws BufferException when the buffer does not have the record
   */
  long append(OutgoingRecord record);

  /**
   * Returns when the record with this number is as durable as this buffer makes records. Only then
   * is it acknowledged.
   *
   * @throws BufferException when it may not be
   */
  void sync(long number);

  /**
   * The oldest records that were not handed out before, in their order; those that an earlier
   * process left behind are among them.
   *
   * @param maxRecords at most so many, 1 or more
   * @param maxBytes at most so many bytes, but always one record if there is one
   */
  List<Buffered> next(int maxRecords, long maxBytes);

  /** Forgets records that were handed out: they are written, or kept elsewhere. */
  void discard(List<Buffered> done);

  /** What it holds. */
  BufferLevel level();

  /** Whether what it holds outlives the process. */
  boolean isDurable();

  @Override
  void close();
}
