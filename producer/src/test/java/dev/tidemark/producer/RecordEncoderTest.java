package dev.tidemark.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordEncoderTest {

  private record Sale(String customer, int shard, Instant at) {}

  private static final Sale SALE = new Sale("zoe", 3, Instant.parse("2026-01-31T12:00:00Z"));
  private static final RecordEncoder<Sale> ENCODER =
      RecordEncoder.of(Sale::customer, sale -> Bytes.ofUtf8("sale ".repeat(50)));

  @Test
  void theKeyAndTheBytesAreWhatTheFunctionsSay() {
    OutgoingRecord record = ENCODER.encode(SALE);

    assertThat(record.partitionKey()).isEqualTo("zoe");
    assertThat(record.hashKey()).isEmpty();
    assertThat(record.data().toUtf8()).isEqualTo("sale ".repeat(50));
  }

  @Test
  void hashKeyAndTimeAndCompressionAreAddedOneByOne() throws Exception {
    OutgoingRecord record =
        ENCODER
            .withHashKey(sale -> new HashKey(BigInteger.valueOf(sale.shard())))
            .withSourceTime(Sale::at)
            .gzipped()
            .encode(SALE);

    assertThat(record.partitionKey()).isEqualTo("zoe");
    assertThat(record.hashKey()).contains(new HashKey(BigInteger.valueOf(3)));
    assertThat(record.sourceTime()).isEqualTo(SALE.at());
    assertThat(record.data().size()).isLessThan(250);
    assertThat(Gzip.unpack(record.data()).toUtf8()).isEqualTo("sale ".repeat(50));
  }
}
