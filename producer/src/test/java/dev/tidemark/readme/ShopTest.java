package dev.tidemark.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.local.LocalAws;
import dev.tidemark.local.LocalService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class ShopTest {

  @Test
  void whatIsSoldIsInTheStreamWhenTheShopIsClosed(@TempDir Path folder) throws Exception {
    try (LocalAws aws = LocalAws.start(LocalService.KINESIS);
        KinesisClient kinesis = aws.kinesisClient()) {
      aws.createStream("orders", 1);

      Shop.sell(
          List.of(new Shop.Order("anna", "a ball"), new Shop.Order("anna", "a kite")),
          kinesis,
          folder);

      assertThat(stream(kinesis)).containsExactly("anna: a ball", "anna: a kite");
    }
    assertThat(folder.resolve("dead-letters.ndjson")).isEmptyFile();
    assertThat(Files.size(folder.resolve("log").resolve("lock"))).isPositive();
  }

  private static List<String> stream(KinesisClient kinesis) {
    String iterator =
        kinesis
            .getShardIterator(
                request ->
                    request
                        .streamName("orders")
                        .shardId("shardId-000000000000")
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
            .shardIterator();
    return kinesis.getRecords(request -> request.shardIterator(iterator)).records().stream()
        .map(record -> record.partitionKey() + ": " + record.data().asUtf8String())
        .toList();
  }
}
