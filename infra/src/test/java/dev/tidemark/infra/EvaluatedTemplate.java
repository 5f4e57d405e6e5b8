package dev.tidemark.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A CloudFormation template in which the values of its parameters are put in: no parameter, mapping
 * or condition is left, and what a condition leaves out is gone. What only a deployed resource can
 * answer stays as it is.
 */
final class EvaluatedTemplate {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern IN_TEXT = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

  private static final Object NOTHING = new Object();

  private final Map<String, Object> template;
  private final Map<String, String> values = new HashMap<>();

  private EvaluatedTemplate(Map<String, Object> template, Map<String, String> parameters) {
    this.template = template;
    object(template.getOrDefault("Parameters", Map.of()))
        .forEach(
            (name, parameter) ->
                values.put(name, String.valueOf(object(parameter).get("Default"))));
    values.putAll(parameters);
  }

  /** The evaluated template: its resources alone. */
  static Map<String, Object> of(Map<String, Object> template, Map<String, String> parameters) {
    var evaluated = new EvaluatedTemplate(template, parameters);
    return Map.of(
        "Resources", Objects.requireNonNull(evaluated.value(object(template.get("Resources")))));
  }

  /** {@code template.yaml} as the SAM transform leaves it. */
  static Map<String, Object> ofSam() throws IOException {
    try (var in =
        Objects.requireNonNull(
            EvaluatedTemplate.class.getResourceAsStream("/template-transformed.json"))) {
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static Map<String, Object> read(String json) throws IOException {
    return JSON.readValue(json, new TypeReference<>() {});
  }

  static String write(Map<String, Object> template) throws IOException {
    return JSON.writeValueAsString(template);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value);
  }

  private Object value(Object raw) {
    return switch (raw) {
      case Map<?, ?> map -> function(object(map)).orElseGet(() -> entries(object(map)));
      case List<?> list -> {
        List<Object> items = new ArrayList<>();
        for (Object item : list) {
          Object value = value(item);
          if (value != NOTHING) {
            items.add(value);
          }
        }
        yield items;
      }
      default -> raw;
    };
  }

  private Map<String, Object> entries(Map<String, Object> map) {
    Map<String, Object> entries = new LinkedHashMap<>();
    map.forEach(
        (name, raw) -> {
          Object value = value(raw);
          if (value != NOTHING) {
            entries.put(name, value);
          }
        });
    return entries;
  }

  /** What a function of CloudFormation says, when this is one that can be answered here. */
  private Optional<Object> function(Map<String, Object> map) {
    if (map.size() != 1) {
      return Optional.empty();
    }
    var entry = map.entrySet().iterator().next();
    return switch (entry.getKey()) {
      case "Ref" -> reference((String) entry.getValue());
      case "Fn::If" -> {
        List<?> parts = (List<?>) entry.getValue();
        yield Optional.of(value(parts.get(holds((String) parts.getFirst()) ? 1 : 2)));
      }
      case "Fn::FindInMap" -> {
        List<?> keys = ((List<?>) entry.getValue()).stream().map(this::value).toList();
        Object mapping = object(template.get("Mappings")).get(keys.get(0));
        yield Optional.of(
            Objects.requireNonNull(object(object(mapping).get(keys.get(1))).get(keys.get(2))));
      }
      case "Fn::Sub" -> Optional.of(Map.of("Fn::Sub", substituted((String) entry.getValue())));
      default -> Optional.empty();
    };
  }

  private Optional<Object> reference(String name) {
    return name.equals("AWS::NoValue")
        ? Optional.of(NOTHING)
        : Optional.ofNullable(values.get(name));
  }

  private String substituted(String text) {
    return IN_TEXT
        .matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }

  private boolean holds(String condition) {
    return holds(object(object(template.get("Conditions")).get(condition)));
  }

  private boolean holds(Map<String, Object> condition) {
    var entry = condition.entrySet().iterator().next();
    List<?> parts = (List<?>) entry.getValue();
    return switch (entry.getKey()) {
      case "Fn::Not" -> !holds(object(parts.getFirst()));
      case "Fn::Equals" ->
          String.valueOf(value(parts.get(0))).equals(String.valueOf(value(parts.get(1))));
      default -> throw new IllegalArgumentException("unknown condition " + condition);
    };
  }
}
