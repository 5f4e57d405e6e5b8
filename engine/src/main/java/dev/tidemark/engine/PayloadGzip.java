package dev.tidemark.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Gzip whose time goes where it saves bytes.
 *
 * <p>Level 1: on records of JSON a third of the time of the default level for a quarter more bytes.
 * Records that are compressed or encrypted already are base64 in a payload, which any level can but
 * shrink to the three quarters that its alphabet takes: when the first records do no better, the
 * rest is written with Huffman codes alone, in a quarter of the time. See docs/performance.md. The
 * time is the function's, and the batch's row waits for it. Not thread-safe.
 */
final class PayloadGzip extends GZIPOutputStream {

  /** What is looked at before it is decided; the compressor holds back less than a tenth of it. */
  static final int SAMPLE = 256 << 10;

  /** Lines with base64 of random bytes come to 0.7 of themselves, with JSON to less than half. */
  private static final double HARDLY_SMALLER = 0.6;

  private static final int BUFFER = 8_192;

  private boolean decided;

  PayloadGzip(OutputStream out) throws IOException {
    super(out, BUFFER);
    def.setLevel(Deflater.BEST_SPEED);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    super.write(bytes, offset, length);
    if (!decided && def.getBytesRead() >= SAMPLE) {
      decided = true;
      if (def.getBytesWritten() > HARDLY_SMALLER * def.getBytesRead()) {
        def.setStrategy(Deflater.HUFFMAN_ONLY);
      }
    }
  }
}
