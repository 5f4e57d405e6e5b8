package dev.tidemark.poller.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.poller.shard.SourceException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class KinesisFailuresTest {

  private static SourceException of(SdkException e) {
    return new KinesisFailures("orders").of("GetRecords", e);
  }

  @Test
  void throttlingAndBrokenConnectionsPassByThemselves() {
    assertThat(of(ProvisionedThroughputExceededException.builder().statusCode(400).build()).kind())
        .isEqualTo(SourceException.Kind.TRANSIENT);
    assertThat(of(ExpiredNextTokenException.builder().statusCode(400).build()).kind())
        .isEqualTo(SourceException.Kind.TRANSIENT);
    assertThat(of(SdkClientException.create("connection reset")).kind())
        .isEqualTo(SourceException.Kind.TRANSIENT);
    assertThat(of((SdkException) KinesisException.builder().statusCode(500).build()).kind())
        .isEqualTo(SourceException.Kind.TRANSIENT);
  }

  @Test
  void whatSomebodyHasToMendSaysWhat() {
    assertThat(of(ResourceNotFoundException.builder().statusCode(400).build()))
        .hasMessageContaining("there is no Kinesis stream 'orders'");
    assertThat(of(AccessDeniedException.builder().statusCode(400).build()))
        .hasMessageContaining("allow kinesis:GetRecords on stream 'orders'");
    assertThat(of(InvalidArgumentException.builder().statusCode(400).build()))
        .hasMessageContaining("give the consumer another name");
  }
}
