package dev.tidemark.benchmarks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a handler does with a record. */
public enum Work {
  NONE("none"),
  WAIT_1_MS("wait 1 ms"),
  WAIT_5_MS("wait 5 ms"),
  /** SHA-256 over a record's bytes, 20 times. */
  CPU("cpu");

  private static final int ROUNDS = 20;

  private final String label;

  Work(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Does it; what comes out is nobody's business, but must not be optimised away. */
  int on(byte[] data) throws InterruptedException {
    switch (this) {
      case NONE -> {}
      case WAIT_1_MS -> Thread.sleep(1);
      case WAIT_5_MS -> Thread.sleep(5);
      case CPU -> {
        return hash(data);
      }
    }
    return data.length;
  }

  private static int hash(byte[] data) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = data;
      for (int i = 0; i < ROUNDS; i++) {
        digest.update(data);
        hash = digest.digest(hash);
      }
      return hash[0];
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
