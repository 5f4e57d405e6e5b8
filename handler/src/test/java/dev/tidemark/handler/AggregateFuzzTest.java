package dev.tidemark.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.handler.KinesisClientLibrary.Reading;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Aggregates with bytes changed, cut out, doubled and swapped, by seed. */
class AggregateFuzzTest {

  private static final int ROUNDS = 30_000;
  private static final int MEBIBYTE = 1024 * 1024;

  private enum Kind {
    OPENED,
    PLAIN,
    DROPPED,
    WITH_GROUPS
  }

  /** The digest is right, or nothing would get as far as the message. */
  @Test
  void whateverTheMessageSaysItIsReadAsTheClientLibraryReadsItOrNotAtAll() {
    Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      Bytes data = PackedRecords.sealed(mutated(random));
      List<Aggregate.Part> parts = Aggregate.parts(data);
      Kind kind =
          switch (KinesisClientLibrary.read(data)) {
            case Reading.Opened opened -> {
              assertThat(parts).as("seed %s", seed).isEqualTo(opened.parts());
              yield Kind.OPENED;
            }
            case Reading.Plain plain -> {
              assertThat(parts).as("seed %s", seed).isEmpty();
              yield Kind.PLAIN;
            }
            case Reading.Dropped dropped -> Kind.DROPPED;
            case Reading.WithGroups groups -> {
              assertThat(parts).as("seed %s", seed).isEmpty();
              yield Kind.WITH_GROUPS;
            }
          };
      seen.merge(kind, 1, Integer::sum);
    }
    assertThat(seen.get(Kind.OPENED)).isGreaterThan(ROUNDS / 20);
    assertThat(seen.get(Kind.PLAIN)).isGreaterThan(ROUNDS / 20);
    assertThat(seen.get(Kind.DROPPED)).isPositive();
  }

  private static byte[] mutated(RandomGenerator random) {
    byte[] message = PackedRecords.random(random).build().toByteArray();
    int mutations = random.nextInt(4);
    for (int i = 0; i < mutations && message.length > 1; i++) {
      message = mutated(message, random);
    }
    return message;
  }

  private static byte[] mutated(byte[] message, RandomGenerator random) {
    int from = random.nextInt(message.length);
    int to = from + random.nextInt(Math.min(12, message.length - from));
    var out = new ByteArrayOutputStream();
    switch (random.nextInt(6)) {
      case 0 -> {
        byte[] changed = message.clone();
        changed[from] ^= (byte) (1 << random.nextInt(8));
        out.writeBytes(changed);
      }
      case 1 -> {
        byte[] changed = message.clone();
        Arrays.fill(changed, from, to, (byte) 0xFF);
        out.writeBytes(changed);
      }
      case 2 -> out.write(message, 0, from + 1);
      case 3 -> {
        out.write(message, 0, from);
        out.write(message, to, message.length - to);
      }
      case 4 -> {
        out.write(message, 0, to);
        out.write(message, from, message.length - from);
      }
      default -> {
        out.write(message, 0, from);
        out.write(random.nextInt(256));
        out.write(message, from, message.length - from);
      }
    }
    return out.toByteArray();
  }

  @Test
  void whateverTheBytesAreTheyAreReadOrLeftAlone() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      byte[] bytes = PackedRecords.sealed(mutated(random)).toByteArray();
      byte[] mutated = mutated(bytes, random);

      Aggregate.parts(Bytes.wrap(mutated));
      new MessageFields(Bytes.wrap(mutated)).next();
    }
  }

  @Test
  void memoryIsBoundedByTheSizeOfTheData() {
    for (byte[] piece :
        List.of(
            new byte[] {0x0A, 0}, // an empty key
            new byte[] {0x1A, 4, 0x08, 0, 0x1A, 0}, // the smallest record
            new byte[] {0x1A, 0}, // a record without anything
            new byte[] {0x12, 0}, // an empty hash key
            new byte[] {0x1A, 8, 0x08, 0, 0x22, 2, 0x0A, 0, 0x1A, 0}, // one with a tag
            new byte[] {(byte) 0x80})) { // a number without an end
      var message = new ByteArrayOutputStream();
      message.writeBytes(new byte[] {0x0A, 1, 'k'});
      while (message.size() < MEBIBYTE) {
        message.writeBytes(piece);
      }
      Bytes data = PackedRecords.sealed(message.toByteArray());
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();

      int parts = Aggregate.parts(data).size();

      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(parts).isLessThanOrEqualTo(data.size() / 6);
      assertThat(allocated).isLessThan(64L * data.size());
    }
  }

  @Test
  void aRecordThatIsNoAggregateCostsNothing() {
    Bytes data = Bytes.ofUtf8("a record like any other, and longer than a digest");
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int none = 0;
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int i = 0; i < 1_000; i++) {
      none += Aggregate.parts(data).isEmpty() ? 1 : 0;
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
    assertThat(none).isEqualTo(1_000);
  }
}
