package dev.tidemark.cli.doctor;

import dev.tidemark.cli.doctor.RoleFacts.Need;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;

/**
 * Has IAM simulate what a role may do. It looks at the role's policies, boundaries and the
 * organisation's, and at no policy of a bucket or a key.
 */
final class RoleReader {

  private final IamClient iam;
  private final String region;

  RoleReader(IamClient iam, String region) {
    this.iam = iam;
    this.region = region;
  }

  Reading<RoleFacts> role(Deployment deployment) {
    String role = deployment.function().id().roleArn();
    return Asking.read(
        "what role " + role.substring(role.lastIndexOf('/') + 1) + " may do",
        () -> {
          List<ContextEntry> context = context(deployment);
          return new RoleFacts(
              ask(role, Permissions.needed(deployment), context, result -> !isAllowed(result)),
              ask(role, Permissions.never(deployment), context, RoleReader::isAllowed));
        });
  }

  private List<Need> ask(
      String role,
      List<Need> needs,
      List<ContextEntry> context,
      Predicate<EvaluationResult> wanted) {
    Map<Need, List<String>> byResource =
        needs.stream()
            .collect(
                Collectors.groupingBy(
                    need -> new Need("any", need.resource(), need.via()),
                    LinkedHashMap::new,
                    Collectors.mapping(Need::action, Collectors.toList())));
    var matching = new ArrayList<Need>();
    byResource.forEach(
        (on, actions) ->
            iam
                .simulatePrincipalPolicyPaginator(
                    request ->
                        request
                            .policySourceArn(role)
                            .actionNames(actions)
                            .resourceArns(on.resource())
                            .contextEntries(with(context, on.via())))
                .evaluationResults()
                .stream()
                .filter(wanted)
                .map(result -> new Need(result.evalActionName(), on.resource()))
                .forEach(matching::add));
    return matching;
  }

  private List<ContextEntry> with(List<ContextEntry> context, String via) {
    var all = new ArrayList<>(context);
    if (!via.isEmpty()) {
      String service = via + "." + region + ".amazonaws.com";
      all.add(entry("kms:ViaService", ContextKeyTypeEnum.STRING, service));
    }
    return all;
  }

  private static boolean isAllowed(EvaluationResult result) {
    return result.evalDecision() == PolicyEvaluationDecisionType.ALLOWED;
  }

  /** What conditions of a careful role look at. */
  private static List<ContextEntry> context(Deployment deployment) {
    var entries = new ArrayList<ContextEntry>();
    entries.add(entry("aws:SecureTransport", ContextKeyTypeEnum.BOOLEAN, "true"));
    entries.add(entry("s3:prefix", ContextKeyTypeEnum.STRING, "batches/"));
    deployment
        .settings()
        .ifPresent(
            settings -> {
              String stream = deployment.mapping().map(MappingFacts::stream).orElse("any");
              entries.add(
                  entry(
                      "dynamodb:LeadingKeys",
                      ContextKeyTypeEnum.STRING_LIST,
                      settings.consumer() + "#" + stream + "#shardId-000000000000"));
            });
    return entries;
  }

  private static ContextEntry entry(String name, ContextKeyTypeEnum type, String value) {
    return ContextEntry.builder()
        .contextKeyName(name)
        .contextKeyType(type)
        .contextKeyValues(value)
        .build();
  }
}
