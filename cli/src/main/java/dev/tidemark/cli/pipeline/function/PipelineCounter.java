package dev.tidemark.cli.pipeline.function;

import dev.tidemark.KinesisConsumer;
import dev.tidemark.KinesisRecord;
import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.aws.DynamoDbEffects;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Counts each derived record, with its checkpoint. Dies now and then, before it has said so. */
public final class PipelineCounter extends KinesisConsumer<String> {

  /** The environment variable that names the table of the counts. */
  public static final String TABLE = "PIPELINE_TABLE";

  /** The table's key. */
  public static final String NAME = "name";

  /** How often a derived record counted. */
  public static final String TIMES = "times";

  private static final int RECORDS_A_DEATH = 300;

  private final Deaths deaths = new Deaths(RECORDS_A_DEATH);
  private final String table =
      Objects.requireNonNull(
          System.getenv(TABLE), TABLE + " is not set: it names the table of the counts");

  /** The consumer as Lambda makes it. */
  public PipelineCounter() {
    super(RecordCodec.utf8());
  }

  @Override
  protected Outcome process(KinesisRecord<String> derived) throws IOException {
    deaths.dieOnce("counted " + derived.value());
    return Outcome.done(
        DynamoDbEffects.update(
            Update.builder()
                .tableName(table)
                .key(Map.of(NAME, AttributeValue.fromS(derived.value())))
                .updateExpression("ADD #times :one")
                .expressionAttributeNames(Map.of("#times", TIMES))
                .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1")))
                .build()));
  }
}
