package dev.tidemark.kcl;

import java.math.BigInteger;
import java.util.List;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/**
 * Leaves records as they are in the stream. The library would open aggregates itself, and then the
 * parts of one have one sequence number between them; our consumers open them and keep a status for
 * each part.
 */
final class WholeAggregates extends AggregatorUtil {

  @Override
  public List<KinesisClientRecord> deaggregate(List<KinesisClientRecord> records) {
    return records;
  }

  @Override
  public List<KinesisClientRecord> deaggregate(
      List<KinesisClientRecord> records, String startingHashKey, String endingHashKey) {
    return records;
  }

  @Override
  public List<KinesisClientRecord> deaggregate(
      List<KinesisClientRecord> records, BigInteger startingHashKey, BigInteger endingHashKey) {
    return records;
  }
}
