package dev.tidemark.checkpoint.aws.faults;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The records of a shard, by number from 1, each with a key of its own. */
record Records(ShardKey shard, Instant arrivedAt) {

  private static final BigInteger BEFORE_FIRST =
      new BigInteger("49590338271490256608559692538361571095921575989136588898");
  private static final int GAP = 7;

  static Position at(int number) {
    return Position.of(BEFORE_FIRST.add(BigInteger.valueOf((long) number * GAP)).toString());
  }

  static int number(Position position) {
    return new BigInteger(position.sequenceNumber().digits()).subtract(BEFORE_FIRST).intValueExact()
        / GAP;
  }

  private SourceRecord record(int number) {
    return new SourceRecord(
        at(number), "key-" + number, arrivedAt, Bytes.ofUtf8("record " + number));
  }

  List<SourceRecord> of(int... numbers) {
    return Arrays.stream(numbers).mapToObj(this::record).toList();
  }

  Delivery delivery(int... numbers) {
    return new Delivery(shard, of(numbers));
  }

  Delivery range(int from, int to) {
    return delivery(IntStream.rangeClosed(from, to).toArray());
  }

  BatchSpan span(int from, int to) {
    return new BatchSpan(at(from), at(to), to - from + 1, arrivedAt);
  }
}
