package dev.tidemark.cli.chaos.function;

import dev.tidemark.checkpoint.Position;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * That a record was processed.
 *
 * @param at when it began
 * @param environment the execution environment
 * @param process its process of that time
 * @param requestId the invocation
 * @param shard the record's stream and shard, with a slash between them
 * @param position the record's place there
 */
public record EffectLine(
    Instant at,
    String environment,
    long process,
    String requestId,
    String shard,
    Position position) {

  private static final int FIELDS = 6;

  public EffectLine {
    Objects.requireNonNull(at);
    Objects.requireNonNull(environment);
    Objects.requireNonNull(requestId);
    Objects.requireNonNull(shard);
    Objects.requireNonNull(position);
  }

  /** One line, with its end. */
  String toText() {
    return at.toEpochMilli()
        + " "
        + environment
        + " "
        + process
        + " "
        + requestId
        + " "
        + shard
        + " "
        + position.toSortableText()
        + "\n";
  }

  /**
   * Reads what {@link #toText()} wrote.
   *
   * @throws IllegalArgumentException when this is no such line
   */
  public static EffectLine ofText(String line) {
    List<String> fields = List.of(line.split(" ", -1));
    if (fields.size() != FIELDS) {
      throw new IllegalArgumentException("no effect: '" + line + "'");
    }
    return new EffectLine(
        Instant.ofEpochMilli(Long.parseLong(fields.get(0))),
        fields.get(1),
        Long.parseLong(fields.get(2)),
        fields.get(3),
        fields.get(4),
        Position.ofSortableText(fields.get(5)));
  }
}
