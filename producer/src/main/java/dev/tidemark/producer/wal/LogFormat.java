package dev.tidemark.producer.wal;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.HashKey;
import dev.tidemark.producer.OutgoingRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The format of a log file: frames without gaps.
 *
 * <p>A frame is the length of its body (4 bytes, big-endian), the CRC-32C of length and body (4
 * bytes), and the body. The body's first byte says what it is:
 *
 * <ul>
 *   <li>1, start, the first frame of each file: the version of this format (1 byte, 1) and the
 *       number of the next record (8 bytes)
 *   <li>2, record: number (8), source time as seconds of the epoch (8) and nanoseconds (4), the
 *       length of the partition key (4; UTF-8) and the key, the length of the hash key (1; 0 for
 *       none) and the hash key as a big-endian number, and the data to the end
 *   <li>3, discard: the numbers (8 each) of the first and last of a run of records that are done
 * </ul>
 */
final class LogFormat {

  /** The largest body: more than any target takes. */
  static final int MOST_BYTES = 64 << 20;

  /** The bytes before the body. */
  static final int HEAD = 8;

  private static final byte START = 1;
  private static final byte RECORD = 2;
  private static final byte DISCARD = 3;
  private static final byte VERSION = 1;
  private static final int START_BODY = 10;
  private static final int RECORD_FIELDS = 1 + 8 + 8 + 4 + 4 + 1;
  private static final int DISCARD_BODY = 17;

  private LogFormat() {}

  /** What a frame says. */
  sealed interface Entry {

    record Start(long nextNumber) implements Entry {}

    record Recorded(long number, OutgoingRecord record) implements Entry {}

    record Discarded(long first, long last) implements Entry {}
  }

  /** What stands at an offset. */
  sealed interface Reading {

    /**
     * @param size of the whole frame in bytes
     */
    record Frame(Entry entry, int size) implements Reading {}

    /** No frame: the file ends within it, or it is damaged. */
    record Broken() implements Reading {}
  }

  static Bytes encode(Entry entry) {
    return switch (entry) {
      case Entry.Start(long nextNumber) ->
          frame(START_BODY, body -> body.put(START).put(VERSION).putLong(nextNumber));
      case Entry.Discarded(long first, long last) ->
          frame(DISCARD_BODY, body -> body.put(DISCARD).putLong(first).putLong(last));
      case Entry.Recorded(long number, OutgoingRecord record) -> encode(number, record);
    };
  }

  private static Bytes encode(long number, OutgoingRecord record) {
    Instant time = record.sourceTime();
    byte[] key = record.partitionKey().getBytes(StandardCharsets.UTF_8);
    byte[] hash = record.hashKey().map(it -> it.value().toByteArray()).orElse(new byte[0]);
    int size = Math.addExact(RECORD_FIELDS + key.length + hash.length, record.data().size());
    return frame(
        size,
        body ->
            body.put(RECORD)
                .putLong(number)
                .putLong(time.getEpochSecond())
                .putInt(time.getNano())
                .putInt(key.length)
                .put(key)
                .put((byte) hash.length)
                .put(hash)
                .put(record.data().asByteBuffer()));
  }

  private interface Body {
    ByteBuffer write(ByteBuffer body);
  }

  private static Bytes frame(int size, Body body) {
    if (size > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a record takes at most %,d bytes, has %,d".formatted(MOST_BYTES, size));
    }
    ByteBuffer frame = ByteBuffer.allocate(HEAD + size).putInt(size).putInt(0);
    body.write(frame);
    frame.putInt(Integer.BYTES, checksum(frame.array(), 0, size));
    return Bytes.wrap(frame.array());
  }

  private static int checksum(byte[] file, int offset, int size) {
    CRC32C crc = new CRC32C();
    crc.update(file, offset, Integer.BYTES);
    crc.update(file, offset + HEAD, size);
    return (int) crc.getValue();
  }

  /** The size of the frame whose first bytes these are; of what is no frame, any number. */
  static long sizeOf(Bytes head) {
    return HEAD + (long) head.asByteBuffer().getInt();
  }

  /** What stands at an offset of a file. */
  static Reading read(Bytes file, int offset) {
    if (offset > file.size() - HEAD) {
      return new Reading.Broken();
    }
    ByteBuffer head = file.asByteBuffer().position(offset);
    int size = head.getInt();
    int checksum = head.getInt();
    if (size < 1 || size > MOST_BYTES || size > file.size() - offset - HEAD) {
      return new Reading.Broken();
    }
    byte[] frame = file.slice(offset, HEAD + size).toByteArray();
    if (checksum(frame, 0, size) != checksum) {
      return new Reading.Broken();
    }
    Entry entry = decode(ByteBuffer.wrap(frame, HEAD, size));
    return new Reading.Frame(entry, HEAD + size);
  }

  /** The checksum is right, so this is what somebody wrote. */
  private static Entry decode(ByteBuffer body) {
    byte type = body.get();
    return switch (type) {
      case START -> {
        byte version = body.get();
        if (version != VERSION) {
          throw new IllegalArgumentException(
              "the log has format " + version + ", this is for format " + VERSION);
        }
        yield new Entry.Start(body.getLong());
      }
      case RECORD -> new Entry.Recorded(body.getLong(), record(body));
      case DISCARD -> new Entry.Discarded(body.getLong(), body.getLong());
      default -> throw new IllegalArgumentException("a frame of unknown type " + type);
    };
  }

  private static OutgoingRecord record(ByteBuffer body) {
    Instant sourceTime = Instant.ofEpochSecond(body.getLong(), body.getInt());
    byte[] key = bytes(body, body.getInt());
    byte[] hash = bytes(body, body.get());
    Bytes data = Bytes.wrap(bytes(body, body.remaining()));
    Optional<HashKey> hashKey =
        hash.length == 0 ? Optional.empty() : Optional.of(new HashKey(new BigInteger(hash)));
    return new OutgoingRecord(new String(key, StandardCharsets.UTF_8), hashKey, data, sourceTime);
  }

  private static byte[] bytes(ByteBuffer body, int length) {
    byte[] bytes = new byte[length];
    body.get(bytes);
    return bytes;
  }
}
