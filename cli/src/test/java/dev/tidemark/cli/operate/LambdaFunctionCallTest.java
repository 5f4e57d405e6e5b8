package dev.tidemark.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.cli.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** What is made of the answers of Lambda's API. */
class LambdaFunctionCallTest {

  private static final String CONFIGURATION =
      """
      {"FunctionName":"other","FunctionArn":"arn:aws:lambda:us-east-1:1:function:other:live",\
      "Environment":{"Variables":{"TIDEMARK_CONSUMER":"second"}}}\
      """;

  private final HttpServer server;
  private final LambdaClient lambda;
  private int status = 200;
  private Map<String, String> headers = Map.of();
  private String body = "";

  LambdaFunctionCallTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    lambda =
        LambdaClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(calls -> calls.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    lambda.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean isInvocation = exchange.getRequestURI().getPath().endsWith("/invocations");
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = (isInvocation ? body : CONFIGURATION).getBytes(StandardCharsets.UTF_8);
      if (isInvocation) {
        headers.forEach(exchange.getResponseHeaders()::set);
      }
      exchange.sendResponseHeaders(isInvocation ? status : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private FunctionCall.Answer invoke() {
    return new LambdaFunctionCall(lambda, "other:live").invoke(new byte[0]);
  }

  @Test
  void itSaysWhichFunctionItIsAndUnderWhichNameThatConsumes() {
    var call = new LambdaFunctionCall(lambda, "other:live");

    assertThat(call.arn()).isEqualTo("arn:aws:lambda:us-east-1:1:function:other:live");
    assertThat(call.consumer()).isEqualTo("second");
  }

  @Test
  void whatTheFunctionReturnsIsTheAnswer() {
    body = "{\"batchItemFailures\":[]}";

    assertThat(invoke()).isEqualTo(new FunctionCall.Answer.Returned(body));
  }

  @Test
  void aFunctionThatThrewHasNotReturned() {
    headers = Map.of("X-Amz-Function-Error", "Unhandled");
    body = "{\"errorMessage\":\"" + "x".repeat(1_000) + "\"}";

    assertThat(((FunctionCall.Answer.Failed) invoke()).how())
        .startsWith("{\"errorMessage\":\"xxx")
        .hasSize(300);
  }

  @Test
  void anInvocationThatLambdaThrottlesCanBeMadeAgain() {
    status = 429;
    headers = Map.of("x-amzn-ErrorType", "TooManyRequestsException");
    body = "{\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\"}";

    assertThat(invoke()).isEqualTo(new FunctionCall.Answer.Failed("Lambda throttled it"));
  }

  @Test
  void aRefusalIsOneClearLine() {
    status = 403;
    headers = Map.of("x-amzn-ErrorType", "AccessDeniedException");
    body = "{\"Message\":\"not authorized to perform lambda:InvokeFunction\"}";

    assertThatThrownBy(this::invoke)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("lambda:InvokeFunction")
        .message()
        .hasLineCount(1);
  }
}
