package dev.tidemark.handler;

import com.google.protobuf.ByteString;
import dev.tidemark.checkpoint.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.kpl.Messages;
import software.amazon.kinesis.retrieval.kpl.Messages.AggregatedRecord;

/** Aggregates made with the message classes of the Kinesis Client Library. */
final class PackedRecords {

  private PackedRecords() {}

  /** The data of a Kinesis record with this message and its true digest. */
  static Bytes sealed(byte[] message) {
    var data = new ByteArrayOutputStream();
    data.writeBytes(AggregatorUtil.AGGREGATED_RECORD_MAGIC);
    data.writeBytes(message);
    data.writeBytes(md5(message));
    return Bytes.wrap(data.toByteArray());
  }

  static Bytes sealed(AggregatedRecord.Builder message) {
    return sealed(message.buildPartial().toByteArray());
  }

  static Messages.Record.Builder record(long key, String data) {
    return Messages.Record.newBuilder()
        .setPartitionKeyIndex(key)
        .setData(ByteString.copyFromUtf8(data));
  }

  /** Up to 40 records with all that the format has. */
  static AggregatedRecord.Builder random(RandomGenerator random) {
    var message = AggregatedRecord.newBuilder();
    int keys = 1 + random.nextInt(5);
    for (int i = 0; i < keys; i++) {
      message.addPartitionKeyTable("schlüssel-€-".substring(random.nextInt(12)) + i);
      message.addExplicitHashKeyTable(new BigInteger(127, new java.util.Random(i)).toString());
    }
    int records = 1 + random.nextInt(40);
    for (int i = 0; i < records; i++) {
      message.addRecords(record(random, keys));
    }
    return message;
  }

  private static Messages.Record.Builder record(RandomGenerator random, int keys) {
    var data = new byte[random.nextInt(random.nextInt(8) == 0 ? 600 : 20)];
    random.nextBytes(data);
    var record =
        Messages.Record.newBuilder()
            .setPartitionKeyIndex(random.nextInt(keys))
            .setData(ByteString.copyFrom(data));
    if (random.nextInt(4) == 0) {
      record.setExplicitHashKeyIndex(random.nextInt(keys));
    }
    if (random.nextInt(8) == 0) {
      record.addTags(Messages.Tag.newBuilder().setKey("k").setValue("v"));
    }
    return record;
  }

  private static byte[] md5(byte[] message) {
    try {
      return MessageDigest.getInstance("MD5").digest(message);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
