package dev.tidemark.checkpoint.file;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.Slot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/** A process that claims records 1 to {@link #CLAIMS}, and writes a mark for each claim it got. */
final class FileStatusStoreWorker {

  static final ShardKey SHARD = new ShardKey("orders", "s", "shardId-0");
  static final int CLAIMS = 60;

  private FileStatusStoreWorker() {}

  static Slot slot(String claim, int record) {
    var position = Position.of(String.valueOf(record));
    var span = new BatchSpan(position, position, 1, Instant.EPOCH);
    return new Slot(new ClaimId(claim), span, Instant.EPOCH, 1);
  }

  static ShardClaim claim(String claim, int record) {
    return new ShardClaim.Fresh(SHARD, slot(claim, record), Set.of());
  }

  static Process start(Path directory, String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            FileStatusStoreWorker.class.getName(),
            directory.toString(),
            name)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Waits for the end of the process and counts its claims. */
  static long wins(Process worker) throws IOException, InterruptedException {
    byte[] marks = worker.getInputStream().readAllBytes();
    if (worker.waitFor() != 0) {
      throw new IllegalStateException("the worker failed: " + worker.exitValue());
    }
    return new String(marks, StandardCharsets.UTF_8).length();
  }

  public static void main(String[] arguments) {
    var store = new FileStatusStore(Path.of(arguments[0]));
    for (int record = 1; record <= CLAIMS; record++) {
      var reply = store.claim(claim(arguments[1] + '-' + record, record));
      if (reply instanceof ClaimReply.Claimed) {
        System.out.print('+');
        System.out.flush();
      }
    }
  }
}
