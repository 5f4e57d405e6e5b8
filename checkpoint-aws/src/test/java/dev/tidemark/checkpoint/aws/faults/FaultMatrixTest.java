package dev.tidemark.checkpoint.aws.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.aws.LocalServices;
import dev.tidemark.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays every cell of the matrix on DynamoDB Local and an S3 server, and keeps its page true. */
@ExtendWith(LocalServices.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Path PAGE = Path.of("..", "docs", "fault-matrix.md");
  private static final String BEGIN = "<!-- matrix: begin -->\n";
  private static final String END = "<!-- matrix: end -->";

  /** {@code -Dtidemark.fault-matrix=write} writes the page instead of looking at it. */
  private static final String SWITCH = "tidemark.fault-matrix";

  private final Map<Trouble, TroubledStores> troubled = new EnumMap<>(Trouble.class);

  @BeforeAll
  void start(LocalServices.Clients services) {
    for (Trouble trouble : Trouble.values()) {
      troubled.put(trouble, new TroubledStores(services, trouble));
    }
  }

  @AfterAll
  void stop() {
    troubled.values().forEach(TroubledStores::close);
  }

  private TroubledStores stores(Trouble trouble) {
    return Objects.requireNonNull(troubled.get(trouble));
  }

  static List<Arguments> cells() {
    var cells = new ArrayList<Arguments>();
    for (StoreCall call : StoreCall.values()) {
      for (Trouble trouble : Trouble.values()) {
        if (FaultMatrix.cell(call, trouble) instanceof FaultMatrix.Cell.Possible possible) {
          for (Span span : Span.values()) {
            cells.add(Arguments.of(call, trouble, span, possible.ending(span)));
          }
        }
      }
    }
    return cells;
  }

  @ParameterizedTest(name = "{0} {1} for {2}: {3}")
  @MethodSource("cells")
  void itEndsAsTheMatrixSays(StoreCall call, Trouble trouble, Span span, Ending expected)
      throws InterruptedException {
    var clock = new ManualClock(START);
    Duration delay = trouble == Trouble.SLOW ? Stage.PAST_LEASE : Duration.ZERO;
    var troubledCall = new TroubledCall(call, span, stores(trouble), delay, clock);
    // A slow answer comes late by the clock alone, so the stores behind it are sound ones.
    var stage = new Stage(call, stores(Trouble.SLOW), troubledCall, clock);

    Ending ending = new Play(trouble, troubledCall, stores(trouble), stage).toTheEnd();

    assertThat(ending).isEqualTo(expected);
  }

  @Test
  void thePageShowsTheMatrix() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    if ("write".equals(System.getProperty(SWITCH))) {
      Files.writeString(
          PAGE, page.substring(0, from) + FaultMatrix.rendered() + page.substring(to));
      return;
    }

    assertThat(page.substring(from, to))
        .as("write it with -D%s=write", SWITCH)
        .isEqualTo(FaultMatrix.rendered());
  }
}
