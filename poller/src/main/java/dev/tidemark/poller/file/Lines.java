package dev.tidemark.poller.file;

import dev.tidemark.checkpoint.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.util.Optional;

/** The lines of a file from an offset on. Used by one thread; the file stays the caller's. */
final class Lines {

  private final InputStream in;
  private final FileStream.End end;
  private long offset;

  Lines(RandomAccessFile file, long offset, FileStream.End end) throws IOException {
    file.seek(offset);
    this.in = new BufferedInputStream(Channels.newInputStream(file.getChannel()));
    this.end = end;
    this.offset = offset;
  }

  /** Behind the last line that was given, its line break included. */
  long offset() {
    return offset;
  }

  /** The next line without its line break; absent at the end of what is complete. */
  Optional<Bytes> next(int longest) throws IOException {
    var line = new ByteArrayOutputStream();
    int read = in.read();
    while (read >= 0 && read != '\n') {
      line.write(read);
      if (line.size() > longest) {
        throw new IOException(
            "the line at offset " + offset + " is longer than " + longest + " bytes");
      }
      read = in.read();
    }
    boolean isWhole = read == '\n' || (line.size() > 0 && end == FileStream.End.OF_FILE);
    if (!isWhole) {
      return Optional.empty();
    }
    offset += line.size() + (read == '\n' ? 1 : 0);
    return Optional.of(Bytes.copyOf(withoutReturn(line.toByteArray())));
  }

  private static byte[] withoutReturn(byte[] line) {
    boolean ends = line.length > 0 && line[line.length - 1] == '\r';
    return ends ? java.util.Arrays.copyOf(line, line.length - 1) : line;
  }
}
