package dev.tidemark.handler;

import static dev.tidemark.handler.EventJson.event;
import static dev.tidemark.handler.EventJson.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.Outcome;
import dev.tidemark.RecordCodec;
import dev.tidemark.checkpoint.RecordError;
import dev.tidemark.engine.PayloadFormat;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is kept of an error when a consumer wants less of it to be kept. */
class RedactionTest {

  private static final String SECRET = "card 4111-1111";

  private final Bench bench = new Bench();

  private RecordError kept(RecordCodec<String> codec, UnaryOperator<RecordError> redaction)
      throws IOException {
    var consumer =
        new Bench.Texts(
            bench,
            codec,
            bench.parts().withRedaction(redaction),
            record -> Outcome.exhaust(new IOException("refused: " + SECRET)));
    bench.handle(consumer, event(record("1", "key", "value")));
    return bench.payloads.keys().stream()
        .filter(key -> key.value().startsWith("exhausted/"))
        .flatMap(
            key -> PayloadFormat.decodeExhausted(bench.payloads.get(key).orElseThrow()).stream())
        .findFirst()
        .orElseThrow()
        .error();
  }

  private static RecordError withoutSecret(RecordError error) {
    return new RecordError(error.type(), error.message().replace(SECRET, "card ****"), "");
  }

  @Test
  void onlyWhatIsLeftOfAnErrorIsKept() throws IOException {
    RecordError kept = kept(RecordCodec.utf8(), RedactionTest::withoutSecret);

    assertThat(kept).isEqualTo(new RecordError("java.io.IOException", "refused: card ****", ""));
  }

  @Test
  void whatACodecThrowsIsRedactedToo() throws IOException {
    RecordCodec<String> refusing =
        bytes -> {
          throw new IllegalArgumentException("not readable: " + SECRET);
        };

    RecordError kept = kept(refusing, RedactionTest::withoutSecret);

    assertThat(kept.message()).isEqualTo("not readable: card ****");
    assertThat(kept.detail()).isEmpty();
  }

  @Test
  void aRedactionThatThrowsLeavesTheTypeAlone() throws IOException {
    RecordError kept =
        kept(
            RecordCodec.utf8(),
            error -> {
              throw new IllegalStateException(error.message());
            });

    assertThat(kept).isEqualTo(new RecordError("java.io.IOException", "", ""));
  }
}
