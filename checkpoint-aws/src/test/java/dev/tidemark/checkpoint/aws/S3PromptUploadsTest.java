package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore.PutReply;
import dev.tidemark.local.LocalService;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;

@ExtendWith(LocalServices.class)
final class S3PromptUploadsTest {

  private static final int LARGE = (int) S3PromptUploads.ASK_FROM;

  private final LocalServices.Clients clients;
  private final URI endpoint;

  S3PromptUploadsTest(LocalServices.Clients clients) {
    this.clients = clients;
    this.endpoint = clients.aws().endpoint(LocalService.S3);
  }

  /** Keeps what was asked before each object. */
  private record Questions(List<String> asked) implements ExecutionInterceptor {
    Questions() {
      this(new CopyOnWriteArrayList<>());
    }

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      asked.add(context.httpRequest().firstMatchingHeader("Expect").orElse("nothing"));
    }
  }

  private PutReply put(int size, ExecutionInterceptor... interceptors) {
    return put(new ObjectKey("a/" + UUID.randomUUID()), size, interceptors);
  }

  private PutReply put(ObjectKey key, int size, ExecutionInterceptor... interceptors) {
    try (S3Client s3 = LocalServices.s3(endpoint, interceptors)) {
      var store = new S3PayloadStore(s3, clients.bucket(), "");
      return store.putIfAbsent(key, Bytes.wrap(new byte[size]));
    }
  }

  @Test
  void theSdkAsksBeforeEveryObject() {
    var questions = new Questions();

    put(1, questions);

    assertThat(questions.asked()).containsExactly("100-continue");
  }

  @Test
  void anObjectBelowOneMebibyteIsSentWithoutAsking() {
    var questions = new Questions();

    assertThat(put(1, new S3PromptUploads(), questions)).isEqualTo(PutReply.STORED);
    assertThat(put(LARGE - 1, new S3PromptUploads(), questions)).isEqualTo(PutReply.STORED);

    assertThat(questions.asked()).containsExactly("nothing", "nothing");
  }

  @Test
  void s3IsAskedBeforeALargeObject() {
    var questions = new Questions();

    assertThat(put(LARGE, new S3PromptUploads(), questions)).isEqualTo(PutReply.STORED);

    assertThat(questions.asked()).containsExactly("100-continue");
  }

  @Test
  void thatAnObjectIsThereIsHeardAllTheSame() {
    var key = new ObjectKey("a/" + UUID.randomUUID());
    put(key, LARGE - 1, new S3PromptUploads());

    assertThat(put(key, LARGE - 1, new S3PromptUploads())).isEqualTo(PutReply.ALREADY_THERE);
  }
}
