package dev.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.KinesisRecord;
import dev.tidemark.KinesisWindowConsumer;
import dev.tidemark.RecordCodec;
import dev.tidemark.StateCodec;
import dev.tidemark.Window;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.handler.TestContext;
import dev.tidemark.testkit.ManualClock;
import dev.tidemark.testkit.store.MemoryNoteStore;
import dev.tidemark.testkit.store.MemoryPayloadStore;
import dev.tidemark.testkit.store.MemoryStatusStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KinesisWindowConsumerTest {

  private static final int NEVER = Integer.MAX_VALUE;

  private final MemoryStatusStore statuses = new MemoryStatusStore();
  private final MemoryPayloadStore payloads = new MemoryPayloadStore();
  private final MemoryNoteStore notes = new MemoryNoteStore();
  private final ManualClock clock = new ManualClock(WindowDriver.FIRST_WINDOW);
  private final List<String> published = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, String> byKey = Collections.synchronizedMap(new TreeMap<>());

  private ConsumerParts parts(MortalStores mortal) {
    return ConsumerParts.of(
            ConsumerSettings.named("windows"),
            mortal.mortal(StatusStore.class, statuses),
            mortal.mortal(PayloadStore.class, payloads))
        .withNotes(mortal.mortal(NoteStore.class, notes))
        .withClock(clock)
        .withPauses(clock::advance);
  }

  private QuakesPerMinute handler(MortalStores mortal) {
    return new QuakesPerMinute(parts(mortal)) {
      @Override
      protected void publish(String line, String idempotencyKey) {
        published.add(line);
        byKey.put(idempotencyKey, line);
      }
    };
  }

  /** Processes of which the first dies at a call, and the others live. */
  private WindowDriver driver(int last, boolean lands) {
    var first = new boolean[] {true};
    return new WindowDriver(
        () -> {
          var mortal = new MortalStores(first[0] ? last : NEVER, lands);
          first[0] = false;
          clock.advance(Duration.ofSeconds(30));
          QuakesPerMinute handler = handler(mortal);
          return new WindowDriver.FunctionProcess() {
            @Override
            public QuakesPerMinute handler() {
              return handler;
            }

            @Override
            public boolean hasDied() {
              return mortal.hasDied();
            }
          };
        });
  }

  private static String line(int window, int sum) {
    return WindowDriver.FIRST_WINDOW.plusSeconds(60L * window) + ": " + sum;
  }

  @Test
  void aWindowIsTheSumOfItsRecords() {
    WindowDriver driver = driver(NEVER, false);

    driver.window(0, 100, List.of("1", "2", "3", "4", "5"), 2);
    driver.window(1, 105, List.of("10", "20"), 2);

    assertThat(published).containsExactly(line(0, 15), line(1, 30));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProcessThatDiesAtAnyCallChangesNoSum(boolean lands) {
    int deaths = 0;
    for (int last = 1; last <= 40; last++) {
      var world = new KinesisWindowConsumerTest();
      WindowDriver driver = world.driver(last, lands);

      driver.window(0, 100, List.of("1", "2", "3", "4", "5"), 2);
      driver.window(1, 105, List.of("10", "20", "30"), 3);

      assertThat(world.byKey.values())
          .as("dies at call " + last)
          .containsExactly(line(0, 15), line(1, 60));
      deaths += driver.deaths();
    }
    assertThat(deaths).isGreaterThan(20);
  }

  @Test
  void theEndOfAWindowThatComesTwiceClosesItOnce() throws IOException {
    QuakesPerMinute handler = handler(new MortalStores(NEVER, false));
    handle(handler, WindowDriver.event(0, List.of(WindowDriver.record(1, "7")), "{}", false));

    String end = WindowDriver.event(0, List.of(), "{\"tidemark\":\"=7\"}", true);
    String first = handle(handler, end);
    String second = handle(handler, end);

    assertThat(published).containsExactly(line(0, 7));
    assertThat(List.of(first, second)).containsOnly("{\"state\":{},\"batchItemFailures\":[]}");
  }

  @Test
  void anAnswerThatWasLostIsNotCountedTwice() throws IOException {
    QuakesPerMinute handler = handler(new MortalStores(NEVER, false));
    String event =
        WindowDriver.event(
            0, List.of(WindowDriver.record(1, "7"), WindowDriver.record(2, "8")), "{}", false);

    String first = handle(handler, event);
    String again = handle(handler, event);

    assertThat(List.of(first, again))
        .containsOnly("{\"state\":{\"tidemark\":\"=15\"},\"batchItemFailures\":[]}");
  }

  @Test
  void aRecordThatFailsHoldsTheLaterOnesBackUntilItIsExhausted() {
    WindowDriver driver = driver(NEVER, false);

    driver.window(0, 100, List.of("1", "no number", "3", "4"), 4);

    assertThat(published).containsExactly(line(0, 8));
    assertThat(payloads.keys()).anyMatch(key -> key.value().startsWith("exhausted/"));
  }

  @Test
  void theRestOfAWindowThatLambdaEndedEarlyIsAWindowOfItsOwn() throws IOException {
    QuakesPerMinute handler = handler(new MortalStores(NEVER, false));
    handle(handler, WindowDriver.event(0, List.of(WindowDriver.record(1, "7")), "{}", false));
    handle(handler, WindowDriver.event(0, List.of(), "{\"tidemark\":\"=7\"}", true));
    handle(handler, WindowDriver.event(0, List.of(WindowDriver.record(2, "5")), "{}", false));
    handle(handler, WindowDriver.event(0, List.of(), "{\"tidemark\":\"=5\"}", true));

    assertThat(published).containsExactly(line(0, 7), line(0, 5));
    assertThat(byKey).hasSize(2);
  }

  /** A state that grows by what it is given. */
  private final class Texts extends KinesisWindowConsumer<String, String> {
    Texts() {
      super(RecordCodec.utf8(), StateCodec.text(), parts(new MortalStores(NEVER, false)));
    }

    @Override
    protected String empty() {
      return "";
    }

    @Override
    protected String add(String state, KinesisRecord<String> record) {
      return state + "x".repeat(Integer.parseInt(record.value()));
    }

    @Override
    protected void close(Window window, String state) {
      published.add("x times " + state.length());
    }
  }

  @Test
  void aStateMayHaveAMegabyteAndNotMore() throws IOException {
    var handler = new Texts();
    List<String> records =
        List.of(WindowDriver.record(1, "999000"), WindowDriver.record(2, "1001"));
    String event = WindowDriver.event(0, records, "{}", false);

    for (int attempt = 0; attempt < 3; attempt++) {
      handle(handler, event);
    }
    handle(handler, WindowDriver.event(0, List.of(WindowDriver.record(3, "900")), "{}", false));
    handle(handler, WindowDriver.event(0, List.of(), "{}", true));

    assertThat(published).containsExactly("x times 999900");
    assertThat(payloads.keys()).anyMatch(key -> key.value().startsWith("exhausted/"));
  }

  @Test
  void theSampleEventIsSummedUp() throws IOException {
    QuakesPerMinute handler = handler(new MortalStores(NEVER, false));

    assertThat(handle(handler, sample("kinesis-window.json")))
        .isEqualTo("{\"state\":{\"tidemark\":\"=3\"},\"batchItemFailures\":[]}");
  }

  @Test
  void anEventWithoutAWindowIsRefusedWithWhatToDo() {
    QuakesPerMinute handler = handler(new MortalStores(NEVER, false));

    assertThatThrownBy(() -> handle(handler, sample("kinesis-one.json")))
        .hasMessageContaining("set TumblingWindowInSeconds");
  }

  @Test
  void aConsumerOfWindowsNeedsNotes() {
    ConsumerParts parts = parts(new MortalStores(NEVER, false)).withNotes(NoteStore.NONE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QuakesPerMinute(parts))
        .withMessageContaining("withNotes");
  }

  private static String handle(KinesisWindowConsumer<?, ?> handler, String event)
      throws IOException {
    var out = new ByteArrayOutputStream();
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    handler.handleRequest(new ByteArrayInputStream(bytes), out, new TestContext());
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String sample(String file) throws IOException {
    try (InputStream in = KinesisWindowConsumerTest.class.getResourceAsStream("/events/" + file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
