package dev.tidemark.testkit.junit;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a handler learns of its invocation. */
final class InvocationContext implements Context {

  private static final String FUNCTION = "simulated";
  private static final int MEMORY_MIB = 512;

  private final String requestId;
  private final Instant deadline;
  private final InstantSource clock;
  private final Consumer<String> log;

  InvocationContext(String requestId, Instant deadline, InstantSource clock, Consumer<String> log) {
    this.requestId = requestId;
    this.deadline = deadline;
    this.clock = clock;
    this.log = log;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) Math.max(0, Duration.between(clock.instant(), deadline).toMillis());
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/" + FUNCTION;
  }

  @Override
  public String getLogStreamName() {
    return "2026/01/01/[$LATEST]" + requestId;
  }

  @Override
  public String getFunctionName() {
    return FUNCTION;
  }

  @Override
  public String getFunctionVersion() {
    return "$LATEST";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:eu-west-1:111111111111:function:" + FUNCTION;
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getMemoryLimitInMB() {
    return MEMORY_MIB;
  }

  @Override
  public LambdaLogger getLogger() {
    return new LambdaLogger() {
      @Override
      public void log(String message) {
        log.accept(message.strip());
      }

      @Override
      public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
      }
    };
  }
}
