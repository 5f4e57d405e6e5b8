package dev.tidemark.cli.demo;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * What the role of the function in {@code template.yaml} allows, with the parameters as they are by
 * default: of a statement under a condition the second branch is taken.
 */
final class TemplateRole {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z:.]+)}");

  private final Map<String, String> names;

  /**
   * @param names what the template's references stand for, for example {@code Stream.Arn}
   */
  TemplateRole(Map<String, String> names) {
    this.names = Map.copyOf(names);
  }

  List<Grant> grants(Path template, String role) throws IOException {
    Node root;
    try (Reader reader = Files.newBufferedReader(template)) {
      root = new Yaml(new LoaderOptions()).compose(reader);
    }
    Node properties = need(need(need(root, "Resources"), role), "Properties");
    var grants = new ArrayList<Grant>();
    for (Node policy : items(need(properties, "Policies"))) {
      for (Node item : items(need(need(policy, "PolicyDocument"), "Statement"))) {
        statement(item).ifPresent(statement -> add(statement, grants));
      }
    }
    return grants;
  }

  private static Optional<Node> statement(Node item) {
    Optional<Node> choice = find(item, "Fn::If");
    return choice.isEmpty()
        ? Optional.of(item)
        : Optional.of(items(choice.get()).get(2)).filter(MappingNode.class::isInstance);
  }

  private void add(Node statement, List<Grant> grants) {
    if (!text(need(statement, "Effect")).equals("Allow")) {
      throw new IllegalArgumentException("a statement that denies: " + statement.getStartMark());
    }
    List<String> keys =
        find(statement, "Condition")
            .flatMap(condition -> find(condition, "ForAllValues:StringLike"))
            .flatMap(like -> find(like, "dynamodb:LeadingKeys"))
            .map(list -> items(list).stream().map(this::text).toList())
            .orElse(List.of());
    for (Node action : items(need(statement, "Action"))) {
      for (Node resource : items(need(statement, "Resource"))) {
        grants.add(new Grant(text(action), text(resource), keys));
      }
    }
  }

  private String text(Node node) {
    String value = ((ScalarNode) node).getValue();
    return switch (node.getTag().getValue()) {
      case "!GetAtt", "!Ref" -> name(value);
      case "!Sub" -> VARIABLE.matcher(value).replaceAll(found -> name(found.group(1)));
      default -> value;
    };
  }

  private String name(String reference) {
    return Optional.ofNullable(names.get(reference))
        .orElseThrow(() -> new IllegalArgumentException("the test knows no " + reference));
  }

  private static List<Node> items(Node node) {
    return node instanceof SequenceNode list ? list.getValue() : List.of(node);
  }

  private static Node need(Node parent, String name) {
    return find(parent, name)
        .orElseThrow(() -> new IllegalArgumentException("no " + name + parent.getStartMark()));
  }

  private static Optional<Node> find(Node parent, String name) {
    return parent instanceof MappingNode fields
        ? fields.getValue().stream().flatMap(field -> value(field, name)).findFirst()
        : Optional.empty();
  }

  private static Stream<Node> value(NodeTuple field, String name) {
    return field.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)
        ? Stream.of(field.getValueNode())
        : Stream.of();
  }
}
