package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PayloadGzipTest {

  private static final int CHUNK = 8_192;
  private static final int REST = 1_000_000;

  /** Base64 of random bytes. */
  private static byte[] incompressible(int size) {
    byte[] bytes = new byte[size];
    new Random(3).nextBytes(bytes);
    return Arrays.copyOf(Base64.getEncoder().encode(bytes), size);
  }

  private static byte[] repeating(int size) {
    String line = "{\"sensor\":\"s-1\",\"celsius\":21.5}\n";
    return Arrays.copyOf(
        line.repeat(size / line.length() + 1).getBytes(StandardCharsets.US_ASCII), size);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] compressed(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new PayloadGzip(out)) {
      for (int from = 0; from < content.length; from += CHUNK) {
        gzip.write(content, from, Math.min(CHUNK, content.length - from));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void assertReadBack(byte[] content) throws IOException {
    try (var gunzip = new GZIPInputStream(new ByteArrayInputStream(compressed(content)))) {
      assertThat(gunzip.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void whatRepeatsIsFoundWhenTheFirstRecordsRepeat() {
    byte[] content = joined(repeating(PayloadGzip.SAMPLE), repeating(REST));

    assertThat(compressed(content).length).isLessThan(REST / 50);
  }

  @Test
  void repetitionsAreNoLongerSearchedBehindRecordsThatHaveNone() {
    byte[] content = joined(incompressible(PayloadGzip.SAMPLE), repeating(REST));

    assertThat(compressed(content).length).isGreaterThan(REST / 4);
  }

  @Test
  void randomBytesStillShrinkByTheirAlphabet() {
    assertThat(compressed(incompressible(REST)).length).isLessThan(REST * 80 / 100);
  }

  @Test
  void whateverTheFirstRecordsAreAllIsReadBack() throws IOException {
    byte[] random = incompressible(PayloadGzip.SAMPLE + 5);
    byte[] alike = repeating(PayloadGzip.SAMPLE + 7);

    assertReadBack(joined(random, repeating(REST)));
    assertReadBack(joined(alike, incompressible(REST)));
    assertReadBack(joined(random, incompressible(REST)));
    assertReadBack(joined(alike, repeating(REST)));
    assertReadBack(incompressible(PayloadGzip.SAMPLE));
    assertReadBack(incompressible(PayloadGzip.SAMPLE - 1));
    assertReadBack(new byte[0]);
  }
}
