package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.FromRoleArnOptions;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kinesis.IStream;
import software.amazon.awscdk.services.kinesis.Stream;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.StartingPosition;

/** What a {@link TidemarkConsumer} is not made of, and the one line that says so. */
class RefusedConsumerTest {

  private final Stack stack = new Stack(new App(), "Stack");
  private final String functionPackage;

  RefusedConsumerTest(@TempDir Path folder) throws IOException {
    this.functionPackage = QuakeStacks.functionPackage(folder).toString();
  }

  private Function function(int timeoutSeconds) {
    return Function.Builder.create(stack, "Function")
        .runtime(Runtime.JAVA_25)
        .handler("com.example.Orders")
        .code(Code.fromAsset(functionPackage))
        .timeout(Duration.seconds(timeoutSeconds))
        .build();
  }

  private TidemarkConsumerProps.Builder consumer(IStream stream) {
    return TidemarkConsumerProps.builder().function(function(60)).stream(stream);
  }

  private void create(TidemarkConsumerProps.Builder props) {
    new TidemarkConsumer(stack, "orders", props.build());
  }

  private IStream elsewhere() {
    return Stream.fromStreamArn(
        stack, "Elsewhere", "arn:aws:kinesis:us-east-1:111122223333:stream/elsewhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          maxAttempts 0              | TidemarkConsumer: maxAttempts is 0, allowed is 1 to 100
          batchSize 10001            | TidemarkConsumer: batchSize is 10001, allowed is 1 to 10,000
          batchingWindowSeconds 301  | TidemarkConsumer: batchingWindowSeconds is 301, allowed is 0 to 300
          parallelizationFactor 11   | TidemarkConsumer: parallelizationFactor is 11, allowed is 1 to 10
          checkpointDays 401         | TidemarkConsumer: checkpointDays is 401, allowed is 1 to 400
          """)
  void aNumberOutOfRangeIsRefusedInOneLine(String choice, String message) {
    int value = Integer.parseInt(choice.substring(choice.indexOf(' ') + 1));
    var props = consumer(elsewhere());
    switch (choice.substring(0, choice.indexOf(' '))) {
      case "maxAttempts" -> props.maxAttempts(value);
      case "batchSize" -> props.batchSize(value);
      case "batchingWindowSeconds" -> props.batchingWindowSeconds(value);
      case "parallelizationFactor" -> props.parallelizationFactor(value);
      case "checkpointDays" -> props.checkpointDays(value);
      default -> throw new AssertionError(choice);
    }

    assertThatIllegalArgumentException().isThrownBy(props::build).withMessage(message);
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    var props =
        TidemarkConsumerProps.builder()
            .consumerName("with space")
            .startingPosition(StartingPosition.AT_TIMESTAMP);

    assertThatIllegalArgumentException()
        .isThrownBy(props::build)
        .withMessage(
            "TidemarkConsumer: function is not set; stream is not set; consumerName is 'with"
                + " space', allowed are 1 to 128 characters of a-z A-Z 0-9 . _ -; startingPosition"
                + " is AT_TIMESTAMP, allowed are TRIM_HORIZON and LATEST");
  }

  @Test
  void rowsThatWouldGoBeforeTheirRecordsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                create(
                    consumer(elsewhere()).streamRetention(Duration.hours(168)).checkpointDays(7)))
        .withMessage(
            "TidemarkConsumer 'orders': checkpointDays is 7, but the stream keeps records for 168"
                + " hours: set it to 8 or more");
  }

  @Test
  void aRetentionThatTheStreamContradictsIsRefused() {
    Stream made = Stream.Builder.create(stack, "Stream").build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(consumer(made).streamRetention(Duration.hours(48))))
        .withMessage(
            "TidemarkConsumer 'orders': streamRetention is 48 hours, but the stream keeps records"
                + " for 24: leave it out");
  }

  @Test
  void aFunctionThatCannotWaitForAStoreIsRefused() {
    var props = TidemarkConsumerProps.builder().function(function(9)).stream(elsewhere());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(props))
        .withMessage(
            "TidemarkConsumer 'orders': the function's time-out is 9 s: set it to 10 s or more");
  }

  @Test
  void aFunctionWithARoleThatTheCdkCannotChangeIsRefused() {
    var fixed =
        Role.fromRoleArn(
            stack,
            "Fixed",
            "arn:aws:iam::111122223333:role/fixed",
            FromRoleArnOptions.builder().mutable(false).build());
    var function =
        Function.Builder.create(stack, "Function")
            .runtime(Runtime.JAVA_25)
            .handler("com.example.Orders")
            .code(Code.fromAsset(functionPackage))
            .timeout(Duration.seconds(60))
            .role(fixed)
            .build();
    var props = TidemarkConsumerProps.builder().function(function).stream(elsewhere());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(props))
        .withMessage(
            "TidemarkConsumer 'orders': the function's role is not made in this app: give it one"
                + " that is, which can be granted what it needs");
  }
}
