package dev.tidemark.checkpoint.aws;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What DynamoDB says about writes, without their data. Most of its messages name attributes and
 * placeholders only; some quote a value, or the whole request.
 */
final class EffectWords {

  /** As in "1 validation error detected: Value '...' at ...". */
  private static final Pattern QUOTES =
      Pattern.compile("\\d+ validation errors? detected|cannot be converted to a numeric value");

  private EffectWords() {}

  /**
   * @return the message on one line behind a colon, or nothing when it may hold data
   */
  static String explained(String message, Collection<EffectWrite> writes) {
    String line = message.replaceAll("\\s+", " ").strip();
    boolean isQuoting =
        QUOTES.matcher(line).find()
            || writes.stream().flatMap(EffectWords::values).anyMatch(value -> isIn(line, value));
    return line.isEmpty() || isQuoting ? "" : ": " + line;
  }

  /** As a word: a value of one letter is in every message. */
  private static boolean isIn(String line, String value) {
    return !value.isBlank()
        && line.contains(value)
        && Pattern.compile("(?<!\\w)" + Pattern.quote(value) + "(?!\\w)").matcher(line).find();
  }

  private static Stream<String> values(EffectWrite write) {
    return write.attributes().stream().map(Map::values).flatMap(EffectWords::texts);
  }

  private static Stream<String> texts(Collection<AttributeValue> values) {
    return values.stream()
        .flatMap(
            value ->
                switch (value.type()) {
                  case S -> Stream.of(value.s());
                  case N -> Stream.of(value.n());
                  case SS -> value.ss().stream();
                  case NS -> value.ns().stream();
                  case M -> Stream.concat(value.m().keySet().stream(), texts(value.m().values()));
                  case L -> texts(value.l());
                  case B, BS, BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> Stream.of();
                });
  }

  /** A write in words: which of how many, and where. */
  static String write(List<EffectWrite> writes, int place) {
    return "write %d of %d, on table '%s'"
        .formatted(place + 1, writes.size(), writes.get(place).target().table());
  }
}
