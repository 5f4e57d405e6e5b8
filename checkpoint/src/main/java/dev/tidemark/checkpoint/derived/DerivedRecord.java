package dev.tidemark.checkpoint.derived;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A derived record as it stands in a stream. Kinesis has no headers, so the correlation stands in
 * front of the payload: four bytes that no text and no aggregate begins with, a CRC-32C of what
 * follows, the size of the header in two bytes, the header, the payload.
 *
 * @param correlation what it was made of
 * @param settledBefore no record of the source shard before this position will be run again, as far
 *     as its writer knows; absent when that is not known
 * @param payload what the derived record says
 */
public record DerivedRecord(
    Correlation correlation, Optional<Position> settledBefore, Bytes payload) {

  private static final int MAGIC = 0xD17DE501;
  private static final int FIXED = 10;
  private static final String NOTHING = "-";

  public DerivedRecord {
    Objects.requireNonNull(correlation);
    Objects.requireNonNull(settledBefore);
    Objects.requireNonNull(payload);
  }

  /** The same record saying something else, for example where to find what it says. */
  public DerivedRecord withPayload(Bytes other) {
    return new DerivedRecord(correlation, settledBefore, other);
  }

  /** The bytes of the record in a stream. */
  public Bytes encode() {
    byte[] header = header().getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(FIXED + header.length + payload.size());
    buffer.putInt(MAGIC).putInt(0).putShort((short) header.length);
    buffer.put(header).put(payload.asByteBuffer());
    buffer.putInt(Integer.BYTES, checksum(buffer.array()));
    return Bytes.wrap(buffer.array());
  }

  private String header() {
    return String.join(
        " ",
        correlation.source().toText(),
        correlation.start().toSortableText(),
        correlation.end().toSortableText(),
        String.valueOf(correlation.units()),
        correlation.partial() ? "partial" : "last",
        String.valueOf(correlation.index()),
        settledBefore.map(Position::toSortableText).orElse(NOTHING));
  }

  /**
   * Reads a record of a stream.
   *
   * @return nothing when it is no derived record, or a damaged one
   */
  public static Optional<DerivedRecord> read(Bytes data) {
    if (data.size() < FIXED || data.asByteBuffer().getInt() != MAGIC) {
      return Optional.empty();
    }
    ByteBuffer buffer = data.asByteBuffer();
    int headerSize = Short.toUnsignedInt(buffer.getShort(2 * Integer.BYTES));
    if (FIXED + headerSize > data.size()
        || buffer.getInt(Integer.BYTES) != checksum(data.toByteArray())) {
      return Optional.empty();
    }
    int begin = FIXED + headerSize;
    Bytes payload = data.slice(begin, data.size() - begin);
    return parse(data.slice(FIXED, headerSize).toUtf8(), payload);
  }

  private static Optional<DerivedRecord> parse(String header, Bytes payload) {
    String[] words = header.split(" ", -1);
    if (words.length != 7) {
      return Optional.empty();
    }
    try {
      var correlation =
          new Correlation(
              ShardKey.ofText(words[0]),
              Position.ofSortableText(words[1]),
              Position.ofSortableText(words[2]),
              Integer.parseInt(words[3]),
              words[4].equals("partial"),
              Integer.parseInt(words[5]));
      Optional<Position> settledBefore =
          words[6].equals(NOTHING)
              ? Optional.empty()
              : Optional.of(Position.ofSortableText(words[6]));
      return Optional.of(new DerivedRecord(correlation, settledBefore, payload));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // written by another version: a consumer gets the bytes as they are
    }
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 2 * Integer.BYTES, bytes.length - 2 * Integer.BYTES);
    return (int) crc.getValue();
  }
}
