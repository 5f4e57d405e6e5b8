package dev.tidemark.producer.wal;

import dev.tidemark.checkpoint.Bytes;
import java.io.IOException;
import java.util.List;

/**
 * The files of one log, which nobody else writes.
 *
 * <p>What {@link LogFile#append} has returned from outlives the process; what {@link LogFile#sync}
 * has returned from outlives the machine's power. A file that was created is found by {@link
 * #names} from then on.
 */
interface LogFiles extends AutoCloseable {

  /** What the log is called in messages. */
  String where();

  /** The names of all files that have ever been created and not deleted, in no order. */
  List<String> names() throws IOException;

  /**
   * Reads a part of a file; what lies beyond its end is left out.
   *
   * @param offset 0 or more
   * @param length how many bytes at most
   */
  Bytes read(String name, long offset, int length) throws IOException;

  /** How many bytes a file has. */
  long size(String name) throws IOException;

  /** Makes an empty file; fails when there is one of this name. */
  LogFile create(String name) throws IOException;

  void delete(String name) throws IOException;

  /** Lets others have the log. */
  @Override
  void close() throws IOException;
}
