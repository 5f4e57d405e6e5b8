package dev.tidemark.checkpoint.derived;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.ShardKey;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@link SeenOrigins} in bytes: each sequence number as the difference from the one before it,
 * which takes a dozen bytes where the number itself would take 24.
 */
public final class SeenOriginsCode {

  private static final int FORMAT = 1;
  private static final int LONG_FOLLOWS = 255;

  private SeenOriginsCode() {}

  /** The bytes of what was met. */
  public static Bytes encode(SeenOrigins seen) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeInt(seen.sources().size());
      for (Map.Entry<ShardKey, SeenOrigins.Met> entry : seen.sources().entrySet()) {
        out.writeUTF(entry.getKey().toText());
        write(out, entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from an array
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  private static void write(DataOutputStream out, SeenOrigins.Met met) throws IOException {
    out.writeUTF(met.settled().map(said -> said.before().toSortableText()).orElse(""));
    out.writeUTF(met.settled().map(said -> said.at().toSortableText()).orElse(""));
    out.writeInt(met.owners().size());
    BigInteger end = BigInteger.ZERO;
    BigInteger position = BigInteger.ZERO;
    for (Map.Entry<Correlation.Origin, Position> owner : met.owners().entrySet()) {
      end = write(out, owner.getKey().end(), end);
      writeSmall(out, owner.getKey().index());
      position = write(out, owner.getValue(), position);
    }
  }

  private static BigInteger write(DataOutputStream out, Position position, BigInteger before)
      throws IOException {
    var number = new BigInteger(position.sequenceNumber().digits());
    byte[] difference = number.subtract(before).toByteArray();
    out.writeByte(difference.length);
    out.write(difference);
    writeSmall(out, position.subSequenceNumber());
    return number;
  }

  private static void writeSmall(DataOutputStream out, long number) throws IOException {
    boolean small = number < LONG_FOLLOWS;
    out.writeByte(small ? (int) number : LONG_FOLLOWS);
    if (!small) {
      out.writeLong(number);
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when the bytes are anything else
   */
  public static SeenOrigins decode(Bytes bytes) {
    try (var in = new DataInputStream(bytes.asInputStream())) {
      int format = in.readUnsignedByte();
      if (format != FORMAT) {
        throw new IllegalArgumentException("unknown format " + format);
      }
      int sources = in.readInt();
      SortedMap<ShardKey, SeenOrigins.Met> all = new TreeMap<>(SeenOrigins.bySource());
      for (int i = 0; i < sources; i++) {
        all.put(ShardKey.ofText(in.readUTF()), read(in));
      }
      return new SeenOrigins(all);
    } catch (IOException e) {
      throw new IllegalArgumentException("not what was met: " + e.getMessage(), e);
    }
  }

  private static SeenOrigins.Met read(DataInputStream in) throws IOException {
    String before = in.readUTF();
    String at = in.readUTF();
    Optional<SeenOrigins.Settled> settled =
        before.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new SeenOrigins.Settled(
                    Position.ofSortableText(before), Position.ofSortableText(at)));
    int count = in.readInt();
    SortedMap<Correlation.Origin, Position> owners = new TreeMap<>();
    BigInteger end = BigInteger.ZERO;
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      Position origin = read(in, end);
      end = new BigInteger(origin.sequenceNumber().digits());
      int index = Math.toIntExact(readSmall(in));
      Position position = read(in, number);
      number = new BigInteger(position.sequenceNumber().digits());
      owners.put(new Correlation.Origin(origin, index), position);
    }
    return new SeenOrigins.Met(settled, owners);
  }

  private static Position read(DataInputStream in, BigInteger before) throws IOException {
    byte[] difference = in.readNBytes(in.readUnsignedByte());
    if (difference.length == 0) {
      throw new IllegalArgumentException("a number without digits");
    }
    BigInteger number = before.add(new BigInteger(difference));
    return new Position(new SequenceNumber(number.toString()), readSmall(in));
  }

  private static long readSmall(DataInputStream in) throws IOException {
    int small = in.readUnsignedByte();
    return small < LONG_FOLLOWS ? small : in.readLong();
  }
}
