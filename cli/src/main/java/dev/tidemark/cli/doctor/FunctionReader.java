package dev.tidemark.cli.doctor;

import dev.tidemark.ConsumerSettings;
import dev.tidemark.SettingsException;
import dev.tidemark.cli.UserException;
import dev.tidemark.cli.doctor.FunctionFacts.Settings;
import dev.tidemark.cli.stack.AwsTrouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;

/** Reads functions. */
final class FunctionReader {

  private static final String PREFIX = "TIDEMARK_";

  private final LambdaClient lambda;
  private final Map<String, String> settings;

  /**
   * @param settings those that the function sets in its code, by the names of their variables
   */
  FunctionReader(LambdaClient lambda, Map<String, String> settings) {
    this.lambda = lambda;
    this.settings = Map.copyOf(settings);
  }

  /**
   * The function as it was uploaded last.
   *
   * @throws UserException when it cannot be read, or is none of ours
   */
  FunctionFacts latest(String name) {
    return facts(configuration(name, Optional.empty()), Optional.empty());
  }

  /** The version that a mapping invokes. */
  FunctionFacts of(MappingFacts.Target target) {
    Optional<GetFunctionConfigurationResponse> latest =
        target.qualifier().map(any -> configuration(target.function(), Optional.empty()));
    return facts(
        configuration(target.function(), target.qualifier()),
        latest.map(GetFunctionConfigurationResponse::codeSha256));
  }

  /** The variables of what another mapping invokes. */
  Map<String, String> variables(MappingFacts.Target target) {
    return variables(ask(target.function(), target.qualifier()));
  }

  private GetFunctionConfigurationResponse configuration(String name, Optional<String> qualifier) {
    return AwsTrouble.need(
        "function " + name + qualifier.map(q -> ":" + q).orElse(""), () -> ask(name, qualifier));
  }

  private GetFunctionConfigurationResponse ask(String name, Optional<String> qualifier) {
    return lambda.getFunctionConfiguration(
        request -> request.functionName(name).qualifier(qualifier.orElse(null)));
  }

  private FunctionFacts facts(GetFunctionConfigurationResponse of, Optional<String> latestHash) {
    Map<String, String> variables = new HashMap<>(variables(of));
    variables.putAll(settings);
    if (variables.keySet().stream().noneMatch(name -> name.startsWith(PREFIX))) {
      throw new UserException(
          "function %s is no consumer of Tidemark: none of its variables begins with %s (its handler is %s). Name the right one, or say what it sets in its code, for example --set TIDEMARK_TABLE=NAME --set TIDEMARK_BUCKET=NAME"
              .formatted(of.functionName(), PREFIX, of.handler()));
    }
    variables.putIfAbsent("AWS_LAMBDA_FUNCTION_NAME", of.functionName());
    return new FunctionFacts(
        new FunctionFacts.Identity(of.functionName(), text(of.version()), text(of.role())),
        new FunctionFacts.Code(
            text(of.runtimeAsString()),
            text(of.handler()),
            text(of.codeSha256()),
            latestHash.orElse(text(of.codeSha256()))),
        new FunctionFacts.Limits(
            of.memorySize(), Duration.ofSeconds(of.timeout()), reserved(of.functionName())),
        new FunctionFacts.Health(
            text(of.stateAsString()), text(of.lastUpdateStatusAsString()), reason(of)),
        settings(variables, of),
        of.snapStart() != null && of.snapStart().applyOn() == SnapStartApplyOn.PUBLISHED_VERSIONS);
  }

  private OptionalInt reserved(String name) {
    Integer reserved =
        AwsTrouble.need(
            "the concurrency of function " + name,
            () ->
                lambda
                    .getFunctionConcurrency(request -> request.functionName(name))
                    .reservedConcurrentExecutions());
    return reserved == null ? OptionalInt.empty() : OptionalInt.of(reserved);
  }

  private static Map<String, String> variables(GetFunctionConfigurationResponse of) {
    return of.environment() == null || !of.environment().hasVariables()
        ? Map.of()
        : of.environment().variables();
  }

  private static Settings settings(
      Map<String, String> variables, GetFunctionConfigurationResponse of) {
    if (of.environment() != null && of.environment().error() != null) {
      return new Settings.Invalid(
          "its variables cannot be decrypted: " + of.environment().error().message());
    }
    try {
      return new Settings.Valid(ConsumerSettings.fromEnvironment(variables));
    } catch (SettingsException e) {
      return new Settings.Invalid(String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " "));
    }
  }

  private static String reason(GetFunctionConfigurationResponse of) {
    return of.stateReason() == null ? text(of.lastUpdateStatusReason()) : of.stateReason();
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
