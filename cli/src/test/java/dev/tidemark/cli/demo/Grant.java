package dev.tidemark.cli.demo;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One action on one resource that a role allows.
 *
 * @param action the action, without wildcards
 * @param resource an ARN, in which {@code *} stands for anything
 * @param leadingKeys the partition keys it is limited to; empty for all
 */
record Grant(String action, String resource, List<String> leadingKeys) {

  Grant {
    leadingKeys = List.copyOf(leadingKeys);
  }

  boolean allows(Call call) {
    return action.equals(call.action())
        && matches(resource, call.resource())
        && (leadingKeys.isEmpty()
            || call.leadingKey()
                .filter(key -> leadingKeys.stream().anyMatch(pattern -> matches(pattern, key)))
                .isPresent());
  }

  private static boolean matches(String pattern, String text) {
    String regex =
        Pattern.compile("\\*")
            .splitAsStream(pattern + "\0")
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return (text + "\0").matches("(?s)" + regex);
  }

  @Override
  public String toString() {
    return action + " on " + resource;
  }
}
