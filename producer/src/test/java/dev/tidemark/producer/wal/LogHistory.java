package dev.tidemark.producer.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.Buffered;
import dev.tidemark.producer.HashKey;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.testkit.ManualClock;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * The life of a log by a seed, with what was acknowledged and what was discarded when, counted in
 * changes of the files.
 */
final class LogHistory {

  static final Rotation SMALL = new Rotation(5, 400, Duration.ofSeconds(20));

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final JournaledFiles files = new JournaledFiles();
  final ManualClock clock = new ManualClock(START);

  /** Every record that was appended, by its number. */
  final TreeMap<Long, OutgoingRecord> appended = new TreeMap<>();

  /** Behind how many changes a record was acknowledged. */
  final TreeMap<Long, Integer> acknowledged = new TreeMap<>();

  /** Behind how many changes the discarding of a record began. */
  final TreeMap<Long, Integer> discarding = new TreeMap<>();

  /** Behind how many changes a record had been discarded. */
  final TreeMap<Long, Integer> discarded = new TreeMap<>();

  private final Random random;
  private long firstOfProcess = 1;
  private long lastRead;
  private final List<Buffered> out = new ArrayList<>();

  LogHistory(long seed) {
    random = new Random(seed);
  }

  /** Lives through so many events. */
  LogHistory live(int events) throws IOException {
    WriteAheadLog log = open();
    for (int i = 0; i < events; i++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3, 4 -> append(log);
        case 5 -> read(log);
        case 6, 7 -> discard(log);
        case 8 -> clock.advance(Duration.ofSeconds(random.nextInt(8)));
        default -> {
          if (random.nextInt(3) == 0) {
            out.clear();
            lastRead = 0;
            log = open();
          }
        }
      }
    }
    return this;
  }

  private WriteAheadLog open() throws IOException {
    firstOfProcess = appended.isEmpty() ? 1 : appended.lastKey() + 1;
    return WriteAheadLog.open(files, SMALL, new Sync.EveryRecord(), clock);
  }

  private void append(WriteAheadLog log) {
    OutgoingRecord record = record();
    long number = log.append(record);
    appended.put(number, record);
    if (random.nextInt(4) > 0) {
      log.sync(number);
      appended.subMap(firstOfProcess, true, number, true).keySet().forEach(this::acknowledge);
    }
  }

  private void acknowledge(long number) {
    acknowledged.putIfAbsent(number, files.journal().size());
  }

  private OutgoingRecord record() {
    byte[] data = new byte[random.nextInt(60)];
    random.nextBytes(data);
    Optional<HashKey> hashKey =
        random.nextInt(3) == 0
            ? Optional.of(new HashKey(new BigInteger(128, random)))
            : Optional.empty();
    return new OutgoingRecord(
        "k\u00e4y" + random.nextInt(3),
        hashKey,
        Bytes.wrap(data),
        clock.instant().plusNanos(random.nextInt()));
  }

  private void read(WriteAheadLog log) {
    for (Buffered next : log.next(random.nextInt(1, 5), 200)) {
      assertThat(next.record()).isEqualTo(appended.get(next.number()));
      assertThat(next.number()).isGreaterThan(lastRead);
      lastRead = next.number();
      out.add(next);
    }
  }

  private void discard(WriteAheadLog log) {
    List<Buffered> some = out.stream().filter(record -> random.nextBoolean()).toList();
    for (Buffered buffered : some) {
      discarding.put(buffered.number(), files.journal().size());
    }
    out.removeAll(some);
    log.discard(some);
    for (Buffered buffered : some) {
      discarded.put(buffered.number(), files.journal().size());
    }
  }
}
