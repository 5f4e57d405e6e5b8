package dev.tidemark.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.Bytes;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GzipTest {

  @Test
  void whatGetsSmallerIsPacked() throws IOException {
    Bytes plain = Bytes.ofUtf8("again and ".repeat(100));

    Bytes packed = Gzip.pack(plain);

    assertThat(packed.size()).isLessThan(100);
    assertThat(Gzip.unpack(packed)).isEqualTo(plain);
  }

  @Test
  void whatDoesNotStaysAsItIs() throws IOException {
    Bytes plain = Bytes.ofUtf8("once");

    assertThat(Gzip.pack(plain)).isEqualTo(plain);
    assertThat(Gzip.unpack(plain)).isEqualTo(plain);
    assertThat(Gzip.unpack(Bytes.EMPTY)).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void whateverIsPackedComesBack() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (bytes.length > 1 && i % 2 == 0) {
        bytes[0] = 0x1f;
        bytes[1] = (byte) 0x8b;
      }
      Bytes plain = Bytes.wrap(bytes);
      assertThat(Gzip.unpack(Gzip.pack(plain))).isEqualTo(plain);
    }
  }

  @Test
  void aDamagedRecordIsAnError() {
    byte[] packed = Gzip.pack(Bytes.ofUtf8("again and ".repeat(100))).toByteArray();
    packed[packed.length - 6] ^= 1;

    assertThatThrownBy(() -> Gzip.unpack(Bytes.wrap(packed))).isInstanceOf(IOException.class);
  }
}
