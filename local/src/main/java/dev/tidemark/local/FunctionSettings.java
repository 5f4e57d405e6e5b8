package dev.tidemark.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A Lambda function as it would be configured on AWS.
 *
 * @param name 1 to 64 letters, digits, hyphens and underscores
 * @param codePackage a zip file, or the folder it would be exploded to: classes at the root, jars
 *     in {@code lib}; a folder is the function's working directory as it is
 * @param handler the handler class, with {@code ::method} where it implements no handler interface
 * @param memoryMebibytes 128 to 10,240
 * @param timeout of one invocation, 1 s to 15 min on AWS; here any positive time
 * @param environment the function's own variables
 * @param maximumConcurrency how many invocations run at once, each in a process of its own, at
 *     least 1; further ones wait
 * @param jvmOptions added behind the options that Lambda's managed runtime uses
 */
public record FunctionSettings(
    String name,
    Path codePackage,
    String handler,
    int memoryMebibytes,
    Duration timeout,
    Map<String, String> environment,
    int maximumConcurrency,
    List<String> jvmOptions) {

  public FunctionSettings {
    Objects.requireNonNull(codePackage, "codePackage");
    Objects.requireNonNull(handler, "handler");
    environment = Map.copyOf(environment);
    jvmOptions = List.copyOf(jvmOptions);
    require(name.matches("[A-Za-z0-9-_]{1,64}"), "name", name, "1..64 of A-Z a-z 0-9 - _");
    require(
        memoryMebibytes >= 128 && memoryMebibytes <= 10_240,
        "memoryMebibytes",
        memoryMebibytes,
        "128..10240");
    require(timeout.isPositive(), "timeout", timeout, "positive");
    require(maximumConcurrency >= 1, "maximumConcurrency", maximumConcurrency, "1 or more");
  }

  /** A function with 512 MiB, 30 s, no variables of its own and one invocation at a time. */
  public static FunctionSettings of(String name, Path codePackage, String handler) {
    return new FunctionSettings(
        name, codePackage, handler, 512, Duration.ofSeconds(30), Map.of(), 1, List.of());
  }

  /** With this memory size. */
  public FunctionSettings withMemoryMebibytes(int mebibytes) {
    return new FunctionSettings(
        name,
        codePackage,
        handler,
        mebibytes,
        timeout,
        environment,
        maximumConcurrency,
        jvmOptions);
  }

  /** With this time limit of an invocation. */
  public FunctionSettings withTimeout(Duration limit) {
    return new FunctionSettings(
        name,
        codePackage,
        handler,
        memoryMebibytes,
        limit,
        environment,
        maximumConcurrency,
        jvmOptions);
  }

  /** With these variables beside those set before; the later value of a name wins. */
  public FunctionSettings withEnvironment(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    return new FunctionSettings(
        name, codePackage, handler, memoryMebibytes, timeout, all, maximumConcurrency, jvmOptions);
  }

  /** With this many invocations at once. */
  public FunctionSettings withMaximumConcurrency(int invocations) {
    return new FunctionSettings(
        name, codePackage, handler, memoryMebibytes, timeout, environment, invocations, jvmOptions);
  }

  /** With these JVM options behind those of Lambda's managed runtime. */
  public FunctionSettings withJvmOptions(List<String> options) {
    return new FunctionSettings(
        name,
        codePackage,
        handler,
        memoryMebibytes,
        timeout,
        environment,
        maximumConcurrency,
        options);
  }

  /** The function's ARN in the local account. */
  public String arn() {
    return "arn:aws:lambda:" + LocalAws.REGION + ":" + LocalAws.ACCOUNT + ":function:" + name;
  }

  private static void require(boolean holds, String setting, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(setting + " must be " + range + ", is " + value);
    }
  }
}
