package dev.tidemark.producer.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.producer.Buffered;
import dev.tidemark.producer.wal.JournaledFiles.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Lets a process write a log, ends it at each byte of each write, and holds what the next one finds
 * against what was acknowledged by then.
 */
class KilledAtAnyByteTest {

  private static final int SEEDS = 40;
  private static final int EVENTS = 60;

  @Test
  void whatWasAcknowledgedIsThereAndWhatIsDoneIsNotAtWhateverByteTheProcessEnds()
      throws IOException {
    long deaths = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      LogHistory history = new LogHistory(seed).live(EVENTS);
      List<Change> journal = history.files.journal();
      for (int changes = 0; changes <= journal.size(); changes++) {
        int moments = changes == journal.size() ? 1 : journal.get(changes).moments();
        for (int moment = 0; moment < moments; moment++) {
          var files = JournaledFiles.at(Map.of(), journal, changes, moment);
          var found =
              requireAll(
                  history, files, changes, "seed %d, change %d, byte %d", seed, changes, moment);
          requireNoneOf(history, changes, found);
          deaths++;
        }
      }
    }
    assertThat(deaths).isGreaterThan(50_000);
  }

  @Test
  void whatWasSyncedIsThereWhenThePowerGoes() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      LogHistory history = new LogHistory(seed).live(EVENTS);
      List<Change> journal = history.files.journal();
      Random random = new Random(seed);
      for (int changes = 0; changes <= journal.size(); changes++) {
        var files = JournaledFiles.withoutPower(Map.of(), journal, changes, random);
        requireAll(history, files, changes, "seed %d, change %d", seed, changes);
      }
    }
  }

  private static List<Buffered> requireAll(
      LogHistory history, Map<String, byte[]> files, int changes, String what, Object... args)
      throws IOException {
    List<Buffered> found = recover(files, history);

    Set<Long> numbers = found.stream().map(Buffered::number).collect(Collectors.toSet());
    assertThat(found)
        .as(what, args)
        .isSortedAccordingTo((a, b) -> a.number() < b.number() ? -1 : 1);
    assertThat(found)
        .as(what, args)
        .allMatch(record -> record.record().equals(history.appended.get(record.number())));
    assertThat(numbers).as(what, args).containsAll(owed(history, changes));
    return found;
  }

  /** What had been discarded by then does not come back. */
  private static void requireNoneOf(LogHistory history, int changes, List<Buffered> found) {
    assertThat(found)
        .noneMatch(
            record ->
                history.discarded.getOrDefault(record.number(), Integer.MAX_VALUE) <= changes);
  }

  /** What was acknowledged by then, unless its discarding had begun. */
  private static Set<Long> owed(LogHistory history, int changes) {
    Set<Long> owed = new TreeSet<>();
    history.acknowledged.forEach(
        (number, since) -> {
          boolean open = history.discarding.getOrDefault(number, Integer.MAX_VALUE) > changes;
          if (since <= changes && open) {
            owed.add(number);
          }
        });
    return owed;
  }

  private static List<Buffered> recover(Map<String, byte[]> files, LogHistory history)
      throws IOException {
    List<Buffered> found = new ArrayList<>();
    try (var log =
        WriteAheadLog.open(
            new JournaledFiles(files), LogHistory.SMALL, new Sync.EveryRecord(), history.clock)) {
      assertThat(log.level().records()).isGreaterThanOrEqualTo(0);
      long told = log.level().records();
      for (List<Buffered> next = log.next(3, 100); !next.isEmpty(); next = log.next(3, 100)) {
        found.addAll(next);
      }
      assertThat(found).hasSize((int) told);
    }
    return found;
  }
}
