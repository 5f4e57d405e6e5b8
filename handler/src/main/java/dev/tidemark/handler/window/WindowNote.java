package dev.tidemark.handler.window;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is kept of the newest window of a shard.
 *
 * @param start when the window begins
 * @param part which part of it this is
 * @param isClosed whether it was closed
 * @param state what its records come to, as text
 * @param members the positions that are in the state and may still be delivered again
 */
public record WindowNote(
    Instant start, int part, boolean isClosed, String state, SortedSet<Position> members) {

  private static final int FORMAT = 1;

  public WindowNote {
    Objects.requireNonNull(start);
    Objects.requireNonNull(state);
    members = new TreeSet<>(members);
  }

  /** The note in bytes. */
  public Bytes encode() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeLong(start.getEpochSecond());
      out.writeInt(start.getNano());
      out.writeInt(part);
      out.writeBoolean(isClosed);
      byte[] text = state.getBytes(StandardCharsets.UTF_8);
      out.writeInt(text.length);
      out.write(text);
      out.writeInt(members.size());
      for (Position member : members) {
        out.writeUTF(member.toSortableText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from an array
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when the bytes are anything else
   */
  public static WindowNote decode(Bytes bytes) {
    try (var in = new DataInputStream(bytes.asInputStream())) {
      int format = in.readUnsignedByte();
      if (format != FORMAT) {
        throw new IllegalArgumentException("unknown format " + format);
      }
      Instant start = Instant.ofEpochSecond(in.readLong(), in.readInt());
      int part = in.readInt();
      boolean isClosed = in.readBoolean();
      String state = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
      int count = in.readInt();
      var members = new ArrayList<Position>();
      for (int i = 0; i < count; i++) {
        members.add(Position.ofSortableText(in.readUTF()));
      }
      return new WindowNote(start, part, isClosed, state, new TreeSet<>(members));
    } catch (IOException e) {
      throw new IllegalArgumentException("not a window's note: " + e.getMessage(), e);
    }
  }
}
