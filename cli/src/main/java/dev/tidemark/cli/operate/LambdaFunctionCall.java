package dev.tidemark.cli.operate;

import dev.tidemark.cli.UserException;
import dev.tidemark.cli.stack.AwsTrouble;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EnvironmentResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** A function on AWS Lambda, or on what speaks its API. */
final class LambdaFunctionCall implements FunctionCall {

  /** The longest that a function may run, and a moment for the way (AWS Lambda quotas). */
  private static final Duration PATIENCE = Duration.ofMinutes(15).plusSeconds(10);

  private static final int MOST_OF_ERROR = 300;

  private final LambdaClient lambda;
  private final String function;
  private final GetFunctionConfigurationResponse configuration;

  /**
   * @param function its name or its ARN, with an alias or a version if one is meant
   */
  LambdaFunctionCall(LambdaClient lambda, String function) {
    this.lambda = Objects.requireNonNull(lambda);
    this.function = function;
    this.configuration =
        AwsTrouble.need(
            "function " + function,
            () -> lambda.getFunctionConfiguration(request -> request.functionName(function)));
  }

  @Override
  public String arn() {
    return configuration.functionArn();
  }

  /**
   * @throws UserException when Lambda cannot decrypt the function's variables
   */
  @Override
  public String consumer() {
    EnvironmentResponse environment = configuration.environment();
    if (environment != null && environment.error() != null) {
      throw new UserException(
          "the variables of function %s cannot be decrypted: %s"
              .formatted(function, environment.error().message()));
    }
    Map<String, String> variables =
        environment != null && environment.hasVariables() ? environment.variables() : Map.of();
    return variables.getOrDefault("TIDEMARK_CONSUMER", configuration.functionName());
  }

  @Override
  public Answer invoke(byte[] event) {
    InvokeResponse response;
    try {
      response = AwsTrouble.need("answer of function " + function, () -> send(event));
    } catch (UserException e) {
      if (e.getCause() instanceof TooManyRequestsException) {
        return new Answer.Failed("Lambda throttled it");
      }
      throw e;
    }
    String said = response.payload().asUtf8String();
    return response.functionError() == null
        ? new Answer.Returned(said)
        : new Answer.Failed(said.substring(0, Math.min(said.length(), MOST_OF_ERROR)));
  }

  private InvokeResponse send(byte[] event) {
    return lambda.invoke(
        request ->
            request
                .functionName(function)
                .invocationType(InvocationType.REQUEST_RESPONSE)
                .payload(SdkBytes.fromByteArray(event))
                .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)));
  }
}
