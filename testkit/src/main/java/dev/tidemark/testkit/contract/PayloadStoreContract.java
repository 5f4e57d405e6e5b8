package dev.tidemark.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.PayloadStore.PutReply;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The contract of a {@link PayloadStore}: extend it, and say which store to test.
 *
 * <p>Every test uses keys that nobody has used, so that a store may serve many tests. Add {@link
 * PayloadKeyContract} where the store, or the emulator of it, is not bound to what names a file
 * system allows.
 */
public abstract class PayloadStoreContract {

  private static final int RACERS = 8;
  private static final int ROUNDS = 5;

  private final String prefix = "contract/" + UUID.randomUUID();

  /** For subclasses. */
  protected PayloadStoreContract() {}

  /** The store under test: the same one within a test, and safe for use by several threads. */
  public abstract PayloadStore store();

  private ObjectKey key(String name) {
    return new ObjectKey(prefix + '/' + name);
  }

  private static Bytes random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  @Test
  protected final void anObjectThatNobodyPutIsAbsent() {
    assertThat(store().get(key("none"))).isEmpty();
  }

  @Test
  protected final void anObjectIsReadAfterItsPut() {
    for (int i = 0; i < 10; i++) {
      Bytes content = Bytes.ofUtf8("object " + i);

      assertThat(store().putIfAbsent(key("o-" + i), content)).isEqualTo(PutReply.STORED);
      assertThat(store().get(key("o-" + i))).contains(content);
    }
  }

  @Test
  protected final void anObjectThatIsThereStays() {
    store().putIfAbsent(key("o"), Bytes.ofUtf8("first"));

    PutReply reply = store().putIfAbsent(key("o"), Bytes.ofUtf8("second"));

    assertThat(reply).isEqualTo(PutReply.ALREADY_THERE);
    assertThat(store().get(key("o"))).contains(Bytes.ofUtf8("first"));
  }

  @Test
  protected final void aSecondTryFindsTheObjectThere() {
    Bytes content = Bytes.ofUtf8("same");
    store().putIfAbsent(key("o"), content);

    assertThat(store().putIfAbsent(key("o"), content)).isEqualTo(PutReply.ALREADY_THERE);
  }

  @Test
  protected final void oneOfManyRacersStoresTheObject() {
    for (int round = 0; round < ROUNDS; round++) {
      ObjectKey key = key("race-" + round);

      List<PutReply> replies =
          Race.run(RACERS, racer -> store().putIfAbsent(key, Bytes.ofUtf8("racer " + racer)));

      assertThat(replies).filteredOn(PutReply.STORED::equals).hasSize(1);
      int winner = replies.indexOf(PutReply.STORED);
      assertThat(store().get(key)).contains(Bytes.ofUtf8("racer " + winner));
    }
  }

  @Test
  protected final void aRacerThatLosesReadsTheWholeObject() {
    ObjectKey key = key("large-race");
    Bytes content = random(300_000);

    List<Boolean> whole =
        Race.run(
            4,
            racer -> {
              store().putIfAbsent(key, content);
              return store().get(key).orElseThrow().equals(content);
            });

    assertThat(whole).containsOnly(true);
  }

  @Test
  protected final void anObjectMayBeEmpty() {
    assertThat(store().putIfAbsent(key("empty"), Bytes.EMPTY)).isEqualTo(PutReply.STORED);
    assertThat(store().get(key("empty"))).contains(Bytes.EMPTY);
    assertThat(store().putIfAbsent(key("empty"), Bytes.ofUtf8("x")))
        .isEqualTo(PutReply.ALREADY_THERE);
  }

  @Test
  protected final void anObjectMayBeLarge() {
    Bytes content = random(5 * 1024 * 1024);

    store().putIfAbsent(key("large"), content);

    assertThat(store().get(key("large"))).contains(content);
  }

  @Test
  protected final void everyByteComesBack() {
    var all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    Bytes part = Bytes.wrap(all, 3, 250);

    store().putIfAbsent(key("bytes"), part);

    assertThat(store().get(key("bytes"))).contains(part);
  }

  @Test
  protected final void aKeyMayHaveTheGreatestLength() {
    String segments = (prefix + ("/" + "s".repeat(199)).repeat(5)).substring(0, 899);
    List<ObjectKey> keys = List.of(new ObjectKey(segments + "x"), new ObjectKey(segments + "y"));

    for (ObjectKey key : keys) {
      assertThat(store().putIfAbsent(key, Bytes.ofUtf8(key.value()))).isEqualTo(PutReply.STORED);
    }
    for (ObjectKey key : keys) {
      assertThat(store().get(key)).contains(Bytes.ofUtf8(key.value()));
    }
  }

  @Test
  protected final void everyCharacterOfAKeyCounts() {
    List<String> names = List.of("a=1_b-c.d", "a=1_b-c.D", "a=1_b-c.d.", "a=1_b-c_d", "a=1");

    for (String name : names) {
      assertThat(store().putIfAbsent(key(name), Bytes.ofUtf8(name))).isEqualTo(PutReply.STORED);
    }
    for (String name : names) {
      assertThat(store().get(key(name))).contains(Bytes.ofUtf8(name));
    }
  }
}
