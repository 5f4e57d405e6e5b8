package dev.tidemark.local;

import com.sun.net.httpserver.HttpExchange;
import dev.tidemark.local.Upstream.Answer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * What IAM simulates of one role. Source of the format: AWS IAM API Reference,
 * "SimulatePrincipalPolicy".
 */
record IamApi(BiPredicate<String, String> role) implements AwsFront.Backend {

  @Override
  public Answer answer(HttpExchange exchange, byte[] body) {
    Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
    String action = form.getOrDefault("Action", "");
    return action.equals("SimulatePrincipalPolicy")
        ? xml(200, simulated(form))
        : xml(
            501,
            "<ErrorResponse><Error><Type>Sender</Type><Code>NotImplemented</Code><Message>The local stack has no %s</Message></Error></ErrorResponse>"
                .formatted(action));
  }

  private static Map<String, String> form(String body) {
    Map<String, String> fields = new TreeMap<>();
    Arrays.stream(body.split("&", -1))
        .map(field -> field.split("=", 2))
        .forEach(
            field -> fields.put(field[0], URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    return fields;
  }

  private static List<String> members(Map<String, String> form, String list) {
    return form.entrySet().stream()
        .filter(field -> field.getKey().startsWith(list + ".member."))
        .map(Map.Entry::getValue)
        .toList();
  }

  private String simulated(Map<String, String> form) {
    var results = new StringBuilder();
    for (String resource : members(form, "ResourceArns")) {
      for (String action : members(form, "ActionNames")) {
        results.append(
            "<member><EvalActionName>%s</EvalActionName><EvalDecision>%s</EvalDecision><EvalResourceName>%s</EvalResourceName></member>"
                .formatted(
                    action, role.test(action, resource) ? "allowed" : "implicitDeny", resource));
      }
    }
    return "<SimulatePrincipalPolicyResponse"
               + " xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults>"
        + results
        + "</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>";
  }

  private static Answer xml(int status, String body) {
    return new Answer(
        status, Map.of("Content-Type", List.of("text/xml")), body.getBytes(StandardCharsets.UTF_8));
  }
}
