package dev.tidemark.cli.doctor;

import dev.tidemark.check.Finding;
import dev.tidemark.check.Severity;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the doctor says of a function.
 *
 * @param function its name
 * @param parts one for each mapping, or a single one without a mapping
 */
record Diagnosis(String function, List<Part> parts) {

  Diagnosis {
    parts = List.copyOf(parts);
  }

  /**
   * What it says of a mapping.
   *
   * @param subject what was looked at
   * @param findings what is wrong
   * @param unchecked what could not be looked at
   */
  record Part(String subject, List<Finding> findings, List<Reading.Unreadable<?>> unchecked) {
    Part {
      findings = List.copyOf(findings);
      unchecked = List.copyOf(unchecked);
    }

    static Part of(Deployment deployment) {
      return new Part(subject(deployment), Rules.broken(deployment), deployment.unreadable());
    }

    private static String subject(Deployment deployment) {
      return deployment
          .mapping()
          .map(m -> "stream %s to %s (mapping %s)".formatted(m.stream(), m.target(), m.id()))
          .orElse("function " + deployment.function().id().name() + ", which has no mapping");
    }
  }

  /** How it all ends. */
  enum Verdict {
    SAFE(0),
    WARNINGS(1),
    UNSAFE(2);

    private final int exitCode;

    Verdict(int exitCode) {
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }

  static Diagnosis of(String function, List<Deployment> deployments) {
    return new Diagnosis(function, deployments.stream().map(Part::of).toList());
  }

  Verdict verdict() {
    if (findings(Severity.UNSAFE) > 0) {
      return Verdict.UNSAFE;
    }
    return findings(Severity.WARNING) + unchecked() > 0 ? Verdict.WARNINGS : Verdict.SAFE;
  }

  long findings(Severity severity) {
    return findings().filter(finding -> finding.rule().severity() == severity).count();
  }

  Stream<Finding> findings() {
    return parts.stream().flatMap(part -> part.findings().stream());
  }

  long unchecked() {
    return parts.stream().mapToLong(part -> part.unchecked().size()).sum();
  }
}
