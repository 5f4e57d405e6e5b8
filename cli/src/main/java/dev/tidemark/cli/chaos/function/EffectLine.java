package dev.tidemark.cli.chaos.function;

import dev.tidemark.checkpoint.Position;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * That a record was processed.
 *
 * @param at when it began
 * @param source the process
 * @param requestId the invocation
 * @param shard the record's stream and shard, with a slash between them
 * @param position the record's place there
 */
public record EffectLine(
    Instant at, Source source, String requestId, String shard, Position position) {

  private static final int FIELDS = 8;

  /**
   * A process of the function.
   *
   * @param environment its execution environment
   * @param id as the operating system names it
   * @param begun when it was started
   * @param ready when it could take its first invocation
   */
  public record Source(String environment, long id, Instant begun, Instant ready) {
    public Source {
      Objects.requireNonNull(environment);
      Objects.requireNonNull(begun);
      Objects.requireNonNull(ready);
    }
  }

  public EffectLine {
    Objects.requireNonNull(at);
    Objects.requireNonNull(source);
    Objects.requireNonNull(requestId);
    Objects.requireNonNull(shard);
    Objects.requireNonNull(position);
  }

  /** One line, with its end. */
  String toText() {
    return Stream.of(
                at.toEpochMilli(),
                source.environment(),
                source.id(),
                source.begun().toEpochMilli(),
                source.ready().toEpochMilli(),
                requestId,
                shard,
                position.toSortableText())
            .map(String::valueOf)
            .collect(Collectors.joining(" "))
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
    var source =
        new Source(
            fields.get(1),
            Long.parseLong(fields.get(2)),
            instant(fields.get(3)),
            instant(fields.get(4)));
    return new EffectLine(
        instant(fields.get(0)),
        source,
        fields.get(5),
        fields.get(6),
        Position.ofSortableText(fields.get(7)));
  }

  private static Instant instant(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }
}
