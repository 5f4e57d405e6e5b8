package dev.tidemark.proof.chain;

import dev.tidemark.checkpoint.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * What the enricher makes of a record: up to three records, some of them with keys of their own. It
 * depends on the record alone.
 */
final class Making {

  private static final int KEYS = 5;

  private Making() {}

  /** A derived record's key, and a name that no other has. */
  record Made(String partitionKey, String name) {}

  static Bytes source(int number, Chance chance) {
    return Bytes.ofUtf8(number + " " + chance.below(4) + " " + chance.below(2));
  }

  static List<Made> of(String partitionKey, Bytes source) {
    String[] words = source.toUtf8().split(" ", -1);
    int number = Integer.parseInt(words[0]);
    boolean scattered = words[2].equals("1");
    var all = new ArrayList<Made>();
    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
      String key = scattered ? "k" + (number + i) % KEYS : partitionKey;
      all.add(new Made(key, number + "/" + i));
    }
    return all;
  }
}
