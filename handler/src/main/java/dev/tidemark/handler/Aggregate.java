package dev.tidemark.handler;

import dev.tidemark.checkpoint.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The format in which the Kinesis Producer Library packs several user records into one Kinesis
 * record: four bytes of magic, a Protocol Buffers message, and the MD5 digest of the message. See
 * <a href="https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md">
 * its description</a>.
 *
 * <p>Read as the Kinesis Client Library reads it, with one difference: where that drops records
 * (one that names a key which is not in the table, and all behind it; a message without records),
 * the data count as no aggregate, so that nothing is lost. Time and memory are bounded by the size
 * of the data: nothing in them is believed to be longer than they are.
 */
final class Aggregate {

  /**
   * A record in an aggregate.
   *
   * @param partitionKey its own partition key
   * @param data its own bytes
   */
  record Part(String partitionKey, Bytes data) {}

  private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
  private static final int DIGEST_SIZE = 16;

  private static final int PARTITION_KEYS = 1;
  private static final int HASH_KEYS = 2;
  private static final int RECORDS = 3;

  private static final int PARTITION_KEY_INDEX = 1;
  private static final int HASH_KEY_INDEX = 2;
  private static final int DATA = 3;
  private static final int TAGS = 4;
  private static final int TAG_KEY = 1;

  private Aggregate() {}

  /** The records in the data, in order; none when the data are no aggregate. */
  static List<Part> parts(Bytes data) {
    if (!hasMagic(data)) {
      return List.of();
    }
    int messageSize = data.size() - MAGIC.length - DIGEST_SIZE;
    Bytes message = data.slice(MAGIC.length, messageSize);
    Bytes digest = data.slice(MAGIC.length + messageSize, DIGEST_SIZE);
    return digest.equals(md5(message)) ? read(message) : List.of();
  }

  private static boolean hasMagic(Bytes data) {
    if (data.size() <= MAGIC.length + DIGEST_SIZE) {
      return false;
    }
    for (int i = 0; i < MAGIC.length; i++) {
      if (data.get(i) != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static Bytes md5(Bytes message) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      md5.update(message.asByteBuffer());
      return Bytes.wrap(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the Java runtimes of Lambda have MD5", e);
    }
  }

  private static List<Part> read(Bytes message) {
    var partitionKeys = new ArrayList<String>();
    int hashKeys = 0;
    var packed = new ArrayList<Packed>();
    var fields = new MessageFields(message);
    while (fields.next()) {
      if (fields.isBytes(PARTITION_KEYS)) {
        partitionKeys.add(fields.bytes().toUtf8());
      } else if (fields.isBytes(HASH_KEYS)) {
        hashKeys++;
      } else if (fields.isBytes(RECORDS)) {
        Optional<Packed> record = Packed.read(fields.bytes());
        if (record.isEmpty()) {
          return List.of();
        }
        packed.add(record.get());
      }
    }
    return fields.isMalformed() ? List.of() : resolve(packed, partitionKeys, hashKeys);
  }

  /** The tables may stand behind the records that refer to them. */
  private static List<Part> resolve(List<Packed> packed, List<String> partitionKeys, int hashKeys) {
    var parts = new ArrayList<Part>(packed.size());
    for (Packed record : packed) {
      if (!isIndex(record.partitionKey(), partitionKeys.size())
          || (record.hashKey().isPresent() && !isIndex(record.hashKey().getAsLong(), hashKeys))) {
        return List.of();
      }
      parts.add(new Part(partitionKeys.get((int) record.partitionKey()), record.data()));
    }
    return parts;
  }

  private static boolean isIndex(long number, int size) {
    return Long.compareUnsigned(number, size) < 0;
  }

  /** A record as the message has it: with places in the tables of keys. */
  private record Packed(long partitionKey, OptionalLong hashKey, Bytes data) {

    /** Nothing when it is malformed or lacks what every record has. */
    static Optional<Packed> read(Bytes message) {
      OptionalLong partitionKey = OptionalLong.empty();
      OptionalLong hashKey = OptionalLong.empty();
      Optional<Bytes> data = Optional.empty();
      boolean tagsAreFine = true;
      var fields = new MessageFields(message);
      while (fields.next()) {
        if (fields.isNumber(PARTITION_KEY_INDEX)) {
          partitionKey = OptionalLong.of(fields.number());
        } else if (fields.isNumber(HASH_KEY_INDEX)) {
          hashKey = OptionalLong.of(fields.number());
        } else if (fields.isBytes(DATA)) {
          data = Optional.of(fields.bytes());
        } else if (fields.isBytes(TAGS)) {
          tagsAreFine &= isTag(fields.bytes());
        }
      }
      boolean whole = !fields.isMalformed() && tagsAreFine && partitionKey.isPresent();
      return whole && data.isPresent()
          ? Optional.of(new Packed(partitionKey.getAsLong(), hashKey, data.get()))
          : Optional.empty();
    }

    private static boolean isTag(Bytes message) {
      boolean hasKey = false;
      var fields = new MessageFields(message);
      while (fields.next()) {
        hasKey |= fields.isBytes(TAG_KEY);
      }
      return hasKey && !fields.isMalformed();
    }
  }
}
