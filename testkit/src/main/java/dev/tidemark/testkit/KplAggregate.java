package dev.tidemark.testkit;

import dev.tidemark.checkpoint.Bytes;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs records into the data of one Kinesis record, as the Kinesis Producer Library does: four
 * bytes of magic, a Protocol Buffers message with a table of keys and the records, and the
 * message's MD5 digest.
 */
public final class KplAggregate {

  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
  private static final int NUMBER = 0;
  private static final int BYTES = 2;

  private KplAggregate() {}

  /**
   * The data of the Kinesis record.
   *
   * @throws IllegalArgumentException when there is no record to pack
   */
  public static Bytes of(List<UserRecord> records) {
    if (records.isEmpty()) {
      throw new IllegalArgumentException("an aggregate has at least one record");
    }
    byte[] message = message(records);
    var data = new ByteArrayOutputStream();
    data.writeBytes(MAGIC);
    data.writeBytes(message);
    data.writeBytes(md5(message));
    return Bytes.wrap(data.toByteArray());
  }

  private static byte[] message(List<UserRecord> records) {
    Map<String, Integer> keys = new LinkedHashMap<>();
    var packed = new ByteArrayOutputStream();
    for (UserRecord record : records) {
      var one = new ByteArrayOutputStream();
      writeTag(one, 1, NUMBER);
      writeVarint(one, keys.computeIfAbsent(record.partitionKey(), key -> keys.size()));
      writeBytes(one, 3, record.data());
      writeBytes(packed, 3, Bytes.wrap(one.toByteArray()));
    }
    var message = new ByteArrayOutputStream();
    keys.keySet().forEach(key -> writeBytes(message, 1, Bytes.ofUtf8(key)));
    message.writeBytes(packed.toByteArray());
    return message.toByteArray();
  }

  private static void writeBytes(ByteArrayOutputStream out, int field, Bytes bytes) {
    writeTag(out, field, BYTES);
    writeVarint(out, bytes.size());
    out.writeBytes(bytes.toByteArray());
  }

  private static void writeTag(ByteArrayOutputStream out, int field, int type) {
    writeVarint(out, (field << 3) | type);
  }

  private static void writeVarint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 0x7F) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static byte[] md5(byte[] message) {
    try {
      return MessageDigest.getInstance("MD5").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the Java runtimes of Lambda have MD5", e);
    }
  }
}
