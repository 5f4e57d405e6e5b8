package dev.tidemark.cli.operate;

import java.time.Duration;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** A function on AWS Lambda, or on what speaks its API. */
final class LambdaFunctionCall implements FunctionCall {

  /** The longest that a function may run, and a moment for the way (AWS Lambda quotas). */
  private static final Duration PATIENCE = Duration.ofMinutes(15).plusSeconds(10);

  private static final int MOST_OF_ERROR = 300;

  private final LambdaClient lambda;
  private final String function;
  private final String arn;

  /**
   * @param function its name or its ARN, with an alias or a version if one is meant
   */
  LambdaFunctionCall(LambdaClient lambda, String function) {
    this.lambda = Objects.requireNonNull(lambda);
    this.function = function;
    this.arn =
        lambda.getFunctionConfiguration(request -> request.functionName(function)).functionArn();
  }

  @Override
  public String arn() {
    return arn;
  }

  @Override
  public Answer invoke(byte[] event) {
    InvokeResponse response =
        lambda.invoke(
            request ->
                request
                    .functionName(function)
                    .invocationType(InvocationType.REQUEST_RESPONSE)
                    .payload(SdkBytes.fromByteArray(event))
                    .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)));
    if (response.functionError() == null) {
      return new Answer.Returned();
    }
    String said = response.payload().asUtf8String();
    return new Answer.Failed(said.substring(0, Math.min(said.length(), MOST_OF_ERROR)));
  }
}
