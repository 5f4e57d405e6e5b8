package dev.tidemark.producer.wal;

import dev.tidemark.checkpoint.Bytes;
import java.io.IOException;

/** A file that is being written. One thread appends; another one may {@link #sync} meanwhile. */
interface LogFile {

  /** Writes to the end. When it throws, any part of the bytes may have been written. */
  void append(Bytes bytes) throws IOException;

  /** Cuts off what lies behind. */
  void truncate(long size) throws IOException;

  /** Makes durable what has been appended before the call; nothing for a file that is closed. */
  void sync() throws IOException;

  /** {@link #sync} and no more. */
  void close() throws IOException;
}
