package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.testkit.contract.PayloadStoreContract;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalServices.class)
final class S3PayloadStoreTest extends PayloadStoreContract {

  private static final String LONGEST = "p".repeat(S3PayloadStore.MAX_PREFIX - 1) + '/';

  private final LocalServices.Clients clients;
  private final PayloadStore store;

  S3PayloadStoreTest(LocalServices.Clients clients) {
    this.clients = clients;
    this.store = new S3PayloadStore(clients.s3(), clients.bucket(), "tidemark/");
  }

  @Override
  public PayloadStore store() {
    return store;
  }

  @Test
  void theKeyBeginsWithThePrefixAndTheObjectHasAType() {
    var key = new ObjectKey("a/" + UUID.randomUUID());
    store.putIfAbsent(key, Bytes.ofUtf8("content"));

    var head = clients.s3().headObject(r -> r.bucket(clients.bucket()).key("tidemark/" + key));

    assertThat(head.contentType()).isEqualTo("application/octet-stream");
    assertThat(head.contentLength()).isEqualTo(7);
  }

  @Test
  void storesWithOtherPrefixesDoNotMeet() {
    var key = new ObjectKey("a/" + UUID.randomUUID());
    var bare = new S3PayloadStore(clients.s3(), clients.bucket(), "");
    store.putIfAbsent(key, Bytes.ofUtf8("content"));

    assertThat(bare.get(key)).isEmpty();
    assertThat(bare.get(new ObjectKey("tidemark/" + key))).isPresent();
  }

  @Test
  void aPrefixEndsWithASlashAndLeavesRoomForTheKey() {
    assertThat(new S3PayloadStore(clients.s3(), "b", LONGEST)).isNotNull();
    for (String prefix : List.of("a", "/", "a//", "../", "a b/", "p" + LONGEST)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new S3PayloadStore(clients.s3(), "b", prefix));
    }
  }
}
