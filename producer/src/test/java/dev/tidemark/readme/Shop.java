package dev.tidemark.readme;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.Producer;
import dev.tidemark.producer.ProducerParts;
import dev.tidemark.producer.ProducerSettings;
import dev.tidemark.producer.RecordEncoder;
import dev.tidemark.producer.file.DeadLetterFile;
import dev.tidemark.producer.kinesis.KinesisTarget;
import dev.tidemark.producer.wal.WriteAheadLog;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The producer of the documentation. */
final class Shop {

  record Order(String customer, String text) {
    Bytes bytes() {
      return Bytes.ofUtf8(text);
    }
  }

  private Shop() {}

  static void sell(List<Order> sold, KinesisClient kinesis, Path folder)
      throws InterruptedException {
    try (var deadLetters = DeadLetterFile.open(folder.resolve("dead-letters.ndjson"));
        Producer<Order> orders =
            Producer.start(
                RecordEncoder.of(Order::customer, Order::bytes),
                ProducerParts.of(
                    WriteAheadLog.open(folder.resolve("log")),
                    KinesisTarget.of(kinesis, "orders"),
                    deadLetters),
                ProducerSettings.named("shop"))) {
      for (Order order : sold) {
        orders.put(order);
      }
    }
  }
}
