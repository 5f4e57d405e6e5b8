package dev.tidemark.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/**
 * What rules of cdk-nag and checkov find in a resource and is meant, each with its reason, as
 * metadata that these tools read (<a href="https://github.com/cdklabs/cdk-nag">cdk-nag</a>, <a
 * href="https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html">checkov</a>).
 */
final class Findings {

  private final CfnResource resource;
  private final List<Map<String, String>> nag = new ArrayList<>();
  private final List<Map<String, String>> checkov = new ArrayList<>();

  private Findings(CfnResource resource) {
    this.resource = resource;
  }

  /** Of this construct's own resource. */
  static Findings of(IConstruct construct) {
    return construct instanceof CfnResource resource
        ? new Findings(resource)
        : of(construct.getNode().getDefaultChild());
  }

  /** These rules of cdk-nag, for this reason. */
  Findings meant(String reason, String... rules) {
    for (String rule : rules) {
      nag.add(new TreeMap<>(Map.of("id", rule, "reason", reason)));
    }
    resource.addMetadata("cdk_nag", Map.of("rules_to_suppress", nag));
    return this;
  }

  /** These checks of checkov, for this reason. */
  Findings skipped(String reason, String... checks) {
    for (String check : checks) {
      checkov.add(new TreeMap<>(Map.of("id", check, "comment", reason)));
    }
    resource.addMetadata("checkov", Map.of("skip", checkov));
    return this;
  }
}
