package dev.tidemark.infra;

import static dev.tidemark.infra.EvaluatedTemplate.object;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The resources of an evaluated template in a form in which two templates that mean the same are
 * equal, however they name their resources and write their texts and policies.
 *
 * <p>A resource is named by its type, and where there are several of a type by what it is for.
 * Texts that CloudFormation puts together stand as {@code ${name}} and {@code ${name.attribute}}.
 * What a role may do is one set of {@code effect action resource condition}, in whatever policies
 * it stands.
 */
final class ComparableStack {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9]+)((?:\\.\\w+)?)}");
  private static final String POLICY = "AWS::IAM::Policy";
  private static final String ROLE = "AWS::IAM::Role";

  private final Map<String, Object> resources;
  private final Map<String, String> names = new TreeMap<>();

  private ComparableStack(Map<String, Object> resources) {
    this.resources = resources;
    resources.forEach((id, resource) -> names.put(id, name(object(resource))));
  }

  /** The properties of all resources by name. */
  static Map<String, Map<String, Object>> of(Map<String, Object> evaluated) throws IOException {
    return new ComparableStack(object(evaluated.get("Resources"))).comparable();
  }

  private static String name(Map<String, Object> resource) {
    Map<String, Object> properties = object(resource.getOrDefault("Properties", Map.of()));
    String type = String.valueOf(resource.get("Type"));
    return switch (type) {
      case "AWS::CloudWatch::Alarm" -> type + " of " + properties.get("MetricName");
      case "AWS::DynamoDB::Table" -> {
        var first = object(list(properties.get("KeySchema")).getFirst());
        yield type + " with key " + first.get("AttributeName");
      }
      default -> type;
    };
  }

  private Map<String, Map<String, Object>> comparable() throws IOException {
    Map<String, Map<String, Object>> comparable = new TreeMap<>();
    for (var entry : resources.entrySet()) {
      Map<String, Object> resource = object(entry.getValue());
      if (!POLICY.equals(resource.get("Type"))) {
        Map<String, Object> before =
            comparable.put(names.get(entry.getKey()), properties(resource));
        if (before != null) {
          throw new IllegalArgumentException("two resources are " + names.get(entry.getKey()));
        }
      }
    }
    comparable.computeIfPresent(
        ROLE,
        (name, role) -> {
          role.put("Policies", rolePolicies());
          return role;
        });
    return comparable;
  }

  private Map<String, Object> properties(Map<String, Object> resource) throws IOException {
    Map<String, Object> properties = new TreeMap<>();
    for (var entry : object(resource.getOrDefault("Properties", Map.of())).entrySet()) {
      Object value = plain(entry.getValue());
      properties.put(
          entry.getKey(),
          switch (entry.getKey()) {
            case "DashboardBody" -> plain(EvaluatedTemplate.read((String) value));
            case "PolicyDocument", "AssumeRolePolicyDocument" -> statements(value);
            default -> value;
          });
    }
    for (String policy : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
      if (resource.containsKey(policy)) {
        properties.put(policy, resource.get(policy));
      }
    }
    return properties;
  }

  private Set<String> rolePolicies() {
    var all = new TreeSet<String>();
    for (Object raw : resources.values()) {
      Map<String, Object> resource = object(raw);
      Map<String, Object> properties = object(resource.getOrDefault("Properties", Map.of()));
      if (POLICY.equals(resource.get("Type"))) {
        all.addAll(statements(plain(object(properties.get("PolicyDocument")))));
      }
      if (ROLE.equals(resource.get("Type"))) {
        ((List<?>) properties.getOrDefault("Policies", List.of()))
            .forEach(
                one -> all.addAll(statements(plain(object(object(one).get("PolicyDocument"))))));
      }
    }
    return all;
  }

  private static Set<String> statements(Object document) {
    var all = new TreeSet<String>();
    for (Object one : list(object(document).get("Statement"))) {
      Map<String, Object> statement = object(one);
      for (Object action : list(statement.get("Action"))) {
        for (Object resource : list(statement.getOrDefault("Resource", "-"))) {
          all.add(
              "%s %s to %s on %s if %s"
                  .formatted(
                      statement.get("Effect"),
                      action,
                      statement.getOrDefault("Principal", "role"),
                      resource,
                      statement.getOrDefault("Condition", "always")));
        }
      }
    }
    return all;
  }

  private static List<Object> list(@Nullable Object value) {
    return value instanceof List<?> many
        ? new ArrayList<>(many)
        : List.of(Objects.requireNonNull(value));
  }

  /** Texts, lists and maps only. */
  private Object plain(Object raw) {
    return switch (raw) {
      case List<?> list -> list.stream().map(this::plain).toList();
      case Map<?, ?> map when map.size() == 1 -> text(object(map));
      case Map<?, ?> map -> entries(object(map));
      default -> String.valueOf(raw);
    };
  }

  private Object entries(Map<String, Object> map) {
    Map<String, Object> entries = new TreeMap<>();
    map.forEach((name, value) -> entries.put(name, plain(value)));
    return entries;
  }

  private Object text(Map<String, Object> map) {
    var entry = map.entrySet().iterator().next();
    return switch (entry.getKey()) {
      case "Ref" -> named("${" + entry.getValue() + "}");
      case "Fn::Sub" -> named((String) entry.getValue());
      case "Fn::GetAtt" ->
          named(
              list(entry.getValue()).stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(".", "${", "}")));
      case "Fn::Join" ->
          ((List<?>) ((List<?>) entry.getValue()).get(1))
              .stream().map(part -> String.valueOf(plain(part))).collect(Collectors.joining());
      default -> entries(map);
    };
  }

  private String named(String text) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              String name = names.getOrDefault(found.group(1), found.group(1));
              return Matcher.quoteReplacement("${" + name + found.group(2) + "}");
            });
  }
}
