package dev.tidemark.checkpoint.aws;

import static dev.tidemark.checkpoint.aws.CancelledAnswers.cancelled;
import static dev.tidemark.checkpoint.aws.CancelledAnswers.cancelledFor;
import static dev.tidemark.checkpoint.store.StoreException.Kind.MISCONFIGURED;
import static dev.tidemark.checkpoint.store.StoreException.Kind.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.checkpoint.aws.ScriptedServer.Answer;
import dev.tidemark.checkpoint.store.CommitReply;
import dev.tidemark.checkpoint.store.Effects;
import dev.tidemark.checkpoint.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What each reason of a cancelled transaction becomes, in answers as AWS gives them. */
final class CancellationTest {

  private static final String NONE = "None";
  private static final String CONDITION = "ConditionalCheckFailed";
  private static final String CONFLICT = "TransactionConflict";

  private final ScriptedServer server = new ScriptedServer();
  private final DynamoDbClient client = LocalServices.dynamoDb(server.endpoint());
  private final DynamoDbStatusStore store =
      new DynamoDbStatusStore(client, new CheckpointTable("checkpoints"));
  private final CounterTable counters = new CounterTable(client, "counters");
  private final CommitRows rows = new CommitRows();

  /** Three records' effects with four writes. */
  private final List<Effects> effects =
      List.of(counters.count("a"), counters.count("b", "s3cret"), counters.count("d"));

  CancellationTest() throws IOException {}

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private CommitReply reply(Answer answer) {
    server.script(answer);
    return store.commit(rows.row(2), effects);
  }

  private StoreException failure(Answer answer) {
    StoreException failure = catchThrowableOfType(StoreException.class, () -> reply(answer));
    assertThat(server.requests()).isEqualTo(1);
    return failure;
  }

  @ParameterizedTest
  @ValueSource(strings = {NONE, CONDITION, CONFLICT, "ValidationError", "ThrottlingError"})
  void theRowsConditionFencesWhateverElseIsTheCase(String other) {
    String row = CancelledAnswers.condition(rows.row("thief", 3));
    String rest = ",{\"Code\":\"%s\"}".formatted(other).repeat(4);

    CommitReply reply = reply(cancelledFor(row + rest));

    assertThat(reply).isEqualTo(new CommitReply.Fenced(Optional.of(rows.row("thief", 3))));
  }

  @Test
  void aRowThatIsGoneFencesWithNothing() {
    CommitReply reply = reply(cancelled(CONDITION, NONE, NONE, NONE, NONE));

    assertThat(reply).isEqualTo(new CommitReply.Fenced(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {CONDITION, "ValidationError", "ItemCollectionSizeLimitExceeded"})
  void refusedWritesAreMappedToTheirEffects(String code) {
    CommitReply reply = reply(cancelled(NONE, NONE, NONE, code, code));

    assertThat(CommitRows.reasons(reply)).containsOnlyKeys(1, 2);
    assertThat(reply.toString())
        .contains("write 2 of 2, on table 'counters'", "write 1 of 1, on table 'counters'")
        .doesNotContain("s3cret");
  }

  @Test
  void aRefusedWriteIsRefusedWhateverIsInTheWayOfAnother() {
    CommitReply reply = reply(cancelled(NONE, CONFLICT, CONDITION, NONE, "ThrottlingError"));

    assertThat(CommitRows.reasons(reply)).containsOnlyKeys(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        CONFLICT,
        "ThrottlingError",
        "ProvisionedThroughputExceeded",
        "TransactionInProgress"
      })
  void whatPassesIsTransient(String code) {
    StoreException failure = failure(cancelled(NONE, NONE, NONE, code, NONE));

    assertThat(failure.kind()).isEqualTo(TRANSIENT);
    assertThat(failure)
        .hasMessage(
            "TransactWriteItems on DynamoDB table 'checkpoints' was cancelled because of " + code);
  }

  @Test
  void effectsAreNotJudgedWhenTheRowWasNotLookedAt() {
    StoreException failure = failure(cancelled(CONFLICT, CONDITION, NONE, NONE, NONE));

    assertThat(failure.kind()).isEqualTo(TRANSIENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AccessDenied", "SomethingNew"})
  void whatIsNotKnownToPassIsMisconfigured(String code) {
    StoreException failure = failure(cancelled(NONE, code, NONE, NONE, NONE));

    assertThat(failure.kind()).isEqualTo(MISCONFIGURED);
    assertThat(failure).hasMessageContaining(code);
  }

  @Test
  void reasonsThatAreNotOneEachSayNothing() {
    assertThat(failure(cancelled(NONE, CONDITION)).kind()).isEqualTo(TRANSIENT);
    assertThat(failure(cancelled()).kind()).isEqualTo(TRANSIENT);
  }

  @ParameterizedTest
  @CsvSource({
    "TransactionInProgressException, TRANSIENT",
    "ThrottlingException, TRANSIENT",
    "ProvisionedThroughputExceededException, TRANSIENT",
    "InternalServerError, TRANSIENT",
    "ResourceNotFoundException, MISCONFIGURED",
    "AccessDeniedException, MISCONFIGURED",
    "IdempotentParameterMismatchException, MISCONFIGURED"
  })
  void failuresOfTheWholeRequestAreOfTheirKind(String code, StoreException.Kind kind) {
    int status = code.startsWith("Internal") ? 500 : 400;

    assertThat(failure(Answer.json(status, code, "oops")).kind()).isEqualTo(kind);
  }

  @Test
  void aMissingTableAndAMissingPermissionAreNamedWithTheTablesOfTheEffects() {
    assertThat(failure(Answer.json(400, "ResourceNotFoundException", "none")))
        .hasMessageContaining("'checkpoints' and 'counters'");
    assertThat(failure(Answer.json(400, "AccessDeniedException", "not you")))
        .hasMessageContaining("dynamodb:PutItem on table 'checkpoints'")
        .hasMessageContaining("ConditionCheckItem")
        .hasMessageContaining("'counters'")
        .hasMessageContaining("not you");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Type mismatch for key id expected: S actual: N | true",
        "The parameter cannot be converted to a numeric value: 12-45 | false",
        "1 validation error detected: Value 'x' at 'transactItems' | false",
        "Something about s3cret, which is a value | false"
      })
  void whatDynamoDbSaysIsTakenOverUnlessItMayHoldData(String message, boolean isTakenOver) {
    String reasons =
        "{\"Code\":\"None\"},{\"Code\":\"None\"},{\"Code\":\"None\"},{\"Code\":\"ValidationError\",\"Message\":\"%s\"},{\"Code\":\"None\"}"
            .formatted(message);

    CommitReply reply = reply(cancelledFor(reasons));

    assertThat(CommitRows.reasons(reply)).containsOnlyKeys(1);
    assertThat(reply.toString().contains(message)).isEqualTo(isTakenOver);
    assertThat(reply.toString()).contains("ValidationError").doesNotContain("s3cret");
  }

  @Test
  void aRequestThatIsRefusedForTheRowIsMisconfigured() {
    Answer invalid = Answer.json(400, "ValidationException", "the row");
    server.script(invalid, invalid);

    StoreException failure =
        catchThrowableOfType(StoreException.class, () -> store.commit(rows.row(2), effects));

    assertThat(server.requests()).isEqualTo(2);
    assertThat(failure.kind()).isEqualTo(MISCONFIGURED);
    assertThat(failure).hasMessageContaining("needs the keys pk and sk");
  }

  @Test
  void troubleWhileCulpritsAreSoughtIsTransientAndBlamesNobody() {
    Answer invalid = Answer.json(400, "ValidationException", "oops");
    Answer found = cancelledFor(CancelledAnswers.condition(rows.row(1)));
    server.script(invalid, found, Answer.json(500, "InternalServerError", "oops"));

    StoreException failure =
        catchThrowableOfType(StoreException.class, () -> store.commit(rows.row(2), effects));

    assertThat(failure.kind()).isEqualTo(TRANSIENT);
    assertThat(server.requests()).isEqualTo(3);
  }

  @Test
  void whenNobodyIsToBlameAllEffectsAreRefused() {
    Answer found = cancelledFor(CancelledAnswers.condition(rows.row(1)));
    server.script(
        Answer.json(400, "ValidationException", "oops"),
        found,
        cancelled(CONDITION, NONE),
        cancelled(CONDITION, NONE, NONE, NONE, NONE));

    CommitReply reply = store.commit(rows.row(2), effects);

    assertThat(CommitRows.reasons(reply)).containsOnlyKeys(0, 1, 2);
  }
}
