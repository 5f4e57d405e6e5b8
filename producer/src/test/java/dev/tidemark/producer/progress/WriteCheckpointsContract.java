package dev.tidemark.producer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.producer.TargetPosition;
import dev.tidemark.producer.WriteCheckpoint;
import dev.tidemark.producer.WriteCheckpoints;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every place for write checkpoints does. */
abstract class WriteCheckpointsContract {

  private static final Instant TIME = Instant.parse("2100-01-01T00:00:00.123456789Z");

  /** A name that no other test has. */
  private final String producer = "shop " + UUID.randomUUID();

  /** Another access to the same place, as another process has it. */
  abstract WriteCheckpoints checkpoints();

  private WriteCheckpoint checkpoint(String target, int records) {
    return new WriteCheckpoint(
        producer, target, new TargetPosition("shard/1", "" + records), TIME, records, TIME);
  }

  @Test
  void thereIsNoneBeforeTheFirstIsSaved() {
    assertThat(checkpoints().load(producer, "orders")).isEmpty();
  }

  @Test
  void oneThatIsSavedReplacesTheOneBefore() {
    WriteCheckpoints checkpoints = checkpoints();
    for (int records = 1; records <= 3; records++) {
      checkpoints.save(checkpoint("orders", records));

      assertThat(checkpoints.load(producer, "orders")).contains(checkpoint("orders", records));
    }
  }

  @Test
  void anotherProcessReadsItAndGoesOn() {
    checkpoints().save(checkpoint("orders", 1));
    WriteCheckpoints next = checkpoints();

    assertThat(next.load(producer, "orders")).contains(checkpoint("orders", 1));
    next.save(checkpoint("orders", 2));

    assertThat(checkpoints().load(producer, "orders")).contains(checkpoint("orders", 2));
  }

  @Test
  void ofTwoThatSaveInTurnTheLastOneWins() {
    WriteCheckpoints one = checkpoints();
    WriteCheckpoints two = checkpoints();

    one.save(checkpoint("orders", 1));
    two.save(checkpoint("orders", 2));
    two.save(checkpoint("orders", 3));
    one.save(checkpoint("orders", 4));

    assertThat(two.load(producer, "orders")).contains(checkpoint("orders", 4));
  }

  @Test
  void targetsAreKeptApartWhateverTheyAreCalled() {
    String longName = "x".repeat(300);
    List<String> targets =
        List.of(
            "Kinesis stream 'a/b'",
            "Kinesis stream 'a_2fb'",
            "",
            "_",
            "..",
            "zwölf",
            longName,
            longName + "y",
            "_".repeat(40));
    WriteCheckpoints checkpoints = checkpoints();
    for (int i = 0; i < targets.size(); i++) {
      checkpoints.save(checkpoint(targets.get(i), i + 1));
    }

    for (int i = 0; i < targets.size(); i++) {
      assertThat(checkpoints.load(producer, targets.get(i)))
          .contains(checkpoint(targets.get(i), i + 1));
      assertThat(checkpoints.load(producer + "2", targets.get(i))).isEmpty();
    }
  }
}
