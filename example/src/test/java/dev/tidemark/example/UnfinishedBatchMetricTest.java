package dev.tidemark.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.engine.CheckpointListener.News;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnfinishedBatchMetricTest {

  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = CREATED.plusSeconds(4_000);

  private final List<String> log = new ArrayList<>();
  private final UnfinishedBatchMetric metric = new UnfinishedBatchMetric(() -> NOW, log::add);

  @ParameterizedTest
  @EnumSource(names = {"IN_PROGRESS", "FAILED"})
  void aBatchThatIsSavedUnfinishedTellsItsAge(BatchStatus unfinished) throws IOException {
    metric.onCheckpoint(new News.Saved(row(unfinished)));

    assertThat(log).hasSize(1);
    assertThat(log.getFirst()).doesNotContain("\n");
    assertThat(scalars(log.getFirst()))
        .containsExactly(
            "Timestamp=" + NOW.toEpochMilli(),
            "Namespace=Tidemark",
            "Dimensions=Consumer",
            "Name=OldestUnfinishedBatch",
            "Unit=Seconds",
            "Consumer=quakes",
            "OldestUnfinishedBatch=4000");
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "EXHAUSTED", "ABANDONED"})
  void aFinishedBatchTellsNothing(BatchStatus finished) {
    metric.onCheckpoint(new News.Saved(row(finished)));

    assertThat(log).isEmpty();
  }

  @Test
  void aClockThatRunsBehindTellsNoNegativeAge() throws IOException {
    var behind = new UnfinishedBatchMetric(() -> CREATED.minusSeconds(2), log::add);

    behind.onCheckpoint(new News.Saved(row(BatchStatus.FAILED)));

    assertThat(scalars(log.getFirst())).contains("OldestUnfinishedBatch=0");
  }

  private static BatchRow row(BatchStatus status) {
    return new BatchRow(
        new ShardKey("quakes", "stream", "shardId-000000000000"),
        new ClaimId("claim"),
        new BatchSpan(Position.of("1"), Position.of("9"), 9, CREATED.minusSeconds(60)),
        status,
        new Ownership(new ClaimId("claim"), NOW, 1, 1),
        Progress.NONE,
        Optional.empty(),
        new RowTimes(CREATED, NOW, Optional.empty()));
  }

  /** Every text and number of the JSON, with the field it stands in. */
  private static List<String> scalars(String json) throws IOException {
    var scalars = new ArrayList<String>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          String field = parser.currentName();
          for (var context = parser.getParsingContext();
              field == null;
              field = context.getCurrentName()) {
            context = context.getParent();
          }
          scalars.add(field + "=" + parser.getText());
        }
      }
    }
    return scalars;
  }
}
