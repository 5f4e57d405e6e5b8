package dev.tidemark.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.cli.UserException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsTroubleTest {

  private static AwsServiceException answer(int status, String code, String message) {
    return AwsServiceException.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }

  @Test
  void withoutCredentialsItSaysHowToGetSome() {
    var error =
        SdkClientException.create(
            "Unable to load credentials from any of the providers in the chain");

    assertThat(AwsTrouble.line("function quakes", error))
        .startsWith("no AWS credentials: sign in (for example aws sso login), or set AWS_PROFILE");
  }

  @Test
  void anErrorThatNobodyKnowsIsToldAsItIs() {
    assertThat(AwsTrouble.line("table t", answer(400, "ValidationException", "1 error\nand more")))
        .isEqualTo("cannot read table t: ValidationException 1 error");
  }

  @Test
  void anErrorOfNoServiceIsNoAws() {
    assertThat(AwsTrouble.line("table t", AwsServiceException.builder().statusCode(502).build()))
        .isEqualTo("what answers does not know how to read table t (HTTP 502): check --endpoint");
  }

  @Test
  void whatNothingGoesWithoutIsAnErrorOfTheUser() {
    assertThatThrownBy(
            () ->
                AwsTrouble.need(
                    "function f",
                    () -> {
                      throw answer(403, "ExpiredToken", "expired");
                    }))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("the AWS credentials have expired")
        .hasCauseInstanceOf(AwsServiceException.class);
  }
}
