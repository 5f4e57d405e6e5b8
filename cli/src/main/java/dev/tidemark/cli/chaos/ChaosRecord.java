package dev.tidemark.cli.chaos;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.cli.stack.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A small record of no meaning.
 *
 * @param partitionKey one of some hundred
 * @param data a JSON object of some 60 bytes
 */
record ChaosRecord(String partitionKey, Bytes data) implements StreamRecord {

  private static final int KEYS = 300;

  /** The same seed gives the same records. */
  static List<ChaosRecord> some(int count, long seed) {
    var random = new Random(seed);
    var records = new ArrayList<ChaosRecord>(count);
    for (int i = 0; i < count; i++) {
      String json = "{\"number\":%d,\"noise\":\"%016x\"}".formatted(i, random.nextLong());
      records.add(new ChaosRecord("key-" + random.nextInt(KEYS), Bytes.ofUtf8(json)));
    }
    return records;
  }
}
