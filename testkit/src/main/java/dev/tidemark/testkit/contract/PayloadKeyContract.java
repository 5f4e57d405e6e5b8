package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.PayloadStore.PutReply;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Keys that S3 takes and a plain file system does not: a segment longer than a file's name may be,
 * and an object whose key is the beginning of another's, which would be a file and a directory at
 * once. Servers that keep S3 objects in files fail on them, so these tests stand apart from {@link
 * PayloadStoreContract}.
 */
public interface PayloadKeyContract {

  /** The store under test, the same one within a test. */
  PayloadStore store();

  private void assertAllAreKept(List<ObjectKey> keys) {
    for (ObjectKey key : keys) {
      assertThat(store().putIfAbsent(key, Bytes.ofUtf8(key.value()))).isEqualTo(PutReply.STORED);
    }
    for (ObjectKey key : keys) {
      assertThat(store().get(key)).contains(Bytes.ofUtf8(key.value()));
    }
  }

  @Test
  default void aSegmentMayBeAsLongAsTheKey() {
    String head = "contract/" + UUID.randomUUID() + '/';
    String segment = head + "k".repeat(ObjectKey.MAX_LENGTH - head.length() - 1);

    assertAllAreKept(List.of(new ObjectKey(segment + "x"), new ObjectKey(segment + "y")));
  }

  @Test
  default void aKeyMayBeTheBeginningOfAnother() {
    String head = "contract/" + UUID.randomUUID();

    assertAllAreKept(
        List.of(
            new ObjectKey(head + "/a/b/c"),
            new ObjectKey(head + "/a/b"),
            new ObjectKey(head + "/a"),
            new ObjectKey(head + "/a/b/c/d")));
    assertThat(store().get(new ObjectKey(head + "/a/b/c/d/e"))).isEmpty();
  }
}
