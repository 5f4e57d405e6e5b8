package dev.tidemark.checkpoint.aws;

import static dev.tidemark.checkpoint.store.StoreException.Kind.MISCONFIGURED;
import static dev.tidemark.checkpoint.store.StoreException.Kind.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.aws.ScriptedServer.Answer;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore.PutReply;
import dev.tidemark.checkpoint.store.StoreException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.S3Client;

@ExtendWith(LocalServices.class)
final class S3FailuresTest {

  private static final ObjectKey KEY = new ObjectKey("a/b");
  private static final Answer CONFLICT = Answer.xml(409, "ConditionalRequestConflict", "busy");

  private final LocalServices.Clients clients;
  private final ScriptedServer server = new ScriptedServer();
  private final S3Client scripted = LocalServices.s3WithoutRetries(server.endpoint());
  private final S3PayloadStore store = new S3PayloadStore(scripted, "payloads", "");

  S3FailuresTest(LocalServices.Clients clients) throws IOException {
    this.clients = clients;
  }

  @AfterEach
  void stop() {
    scripted.close();
    server.close();
  }

  private StoreException putFailure(Answer... answers) {
    server.script(answers);
    return catchThrowableOfType(
        StoreException.class, () -> store.putIfAbsent(KEY, Bytes.ofUtf8("content")));
  }

  private StoreException getFailure(Answer... answers) {
    server.script(answers);
    return catchThrowableOfType(StoreException.class, () -> store.get(KEY));
  }

  @Test
  void whatPassesIsTransient() {
    for (Answer answer :
        List.of(
            Answer.xml(503, "SlowDown", "too fast"),
            Answer.xml(500, "InternalError", "oops"),
            Answer.xml(400, "RequestTimeout", "slow"),
            Answer.brokenConnection())) {
      assertThat(putFailure(answer).kind()).as(answer.body()).isEqualTo(TRANSIENT);
      assertThat(getFailure(answer).kind()).as(answer.body()).isEqualTo(TRANSIENT);
    }
  }

  @Test
  void aConflictIsTriedAgain() {
    server.script(CONFLICT, CONFLICT, new Answer(200, ""));

    assertThat(store.putIfAbsent(KEY, Bytes.ofUtf8("content"))).isEqualTo(PutReply.STORED);
    assertThat(server.requests()).isEqualTo(3);
  }

  @Test
  void aConflictMayEndWithTheOtherWriterAhead() {
    server.script(CONFLICT, Answer.xml(412, "PreconditionFailed", "there"));

    assertThat(store.putIfAbsent(KEY, Bytes.ofUtf8("content"))).isEqualTo(PutReply.ALREADY_THERE);
  }

  @Test
  void aConflictIsNotTriedForEver() {
    StoreException failure =
        putFailure(CONFLICT, CONFLICT, CONFLICT, CONFLICT, CONFLICT, CONFLICT, CONFLICT);

    assertThat(failure.kind()).isEqualTo(TRANSIENT);
    assertThat(server.requests()).isEqualTo(5);
  }

  @Test
  void aMissingPermissionIsNamed() {
    StoreException put = putFailure(Answer.xml(403, "AccessDenied", "not you"));
    StoreException get = getFailure(Answer.xml(403, "AccessDenied", "not you"));

    assertThat(put.kind()).isEqualTo(MISCONFIGURED);
    assertThat(put).hasMessageContaining("'payloads': allow s3:PutObject");
    assertThat(get.kind()).isEqualTo(MISCONFIGURED);
    assertThat(get).hasMessageContaining("s3:GetObject").hasMessageContaining("s3:ListBucket");
  }

  @Test
  void badCredentialsAreNamed() {
    for (String code : List.of("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken")) {
      StoreException failure = getFailure(Answer.xml(403, code, "who are you"));

      assertThat(failure.kind()).isEqualTo(MISCONFIGURED);
      assertThat(failure).hasMessageContaining("credentials");
    }
  }

  @Test
  void aBucketInAnotherRegionIsNamed() {
    StoreException failure = putFailure(Answer.xml(301, "PermanentRedirect", "eu-west-1"));

    assertThat(failure.kind()).isEqualTo(MISCONFIGURED);
    assertThat(failure).hasMessageContaining("another region");
  }

  @Test
  void aMissingBucketIsNamedWithItsSetting() {
    var absent = new S3PayloadStore(clients.s3(), "absent-bucket", "");

    StoreException put =
        catchThrowableOfType(
            StoreException.class, () -> absent.putIfAbsent(KEY, Bytes.ofUtf8("content")));
    StoreException get = catchThrowableOfType(StoreException.class, () -> absent.get(KEY));

    for (StoreException failure : List.of(put, get)) {
      assertThat(failure.kind()).isEqualTo(MISCONFIGURED);
      assertThat(failure)
          .hasMessageContaining("'absent-bucket'")
          .hasMessageContaining("TIDEMARK_BUCKET");
    }
  }

  @Test
  void anInterruptIsTransientAndStaysAnInterrupt() {
    var real = new S3PayloadStore(clients.s3(), clients.bucket(), "");

    Thread.currentThread().interrupt();
    StoreException failure = catchThrowableOfType(StoreException.class, () -> real.get(KEY));
    boolean isInterrupted = Thread.interrupted();

    assertThat(failure.kind()).isEqualTo(TRANSIENT);
    assertThat(isInterrupted).isTrue();
  }
}
