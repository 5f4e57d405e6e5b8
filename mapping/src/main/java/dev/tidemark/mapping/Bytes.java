package dev.tidemark.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** An immutable sequence of bytes, equal by content. */
public final class Bytes {
  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of these bytes. */
  public static Bytes copyOf(byte[] content) {
    return new Bytes(content.clone());
  }

  /** The text as UTF-8. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The number of bytes. */
  public int size() {
    return content.length;
  }

  /** A read-only view; costs no copy. */
  public ByteBuffer asReadOnlyBuffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /** A copy as an array. */
  public byte[] toByteArray() {
    return content.clone();
  }

  /** The bytes read as UTF-8. */
  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** The bytes as padded base64, as a Lambda event carries them. */
  byte[] toBase64() {
    return Base64.getEncoder().encode(content);
  }

  /** How many bytes the padded base64 form has. */
  long base64Size() {
    return (content.length + 2L) / 3 * 4;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "Bytes[" + content.length + "]";
  }
}
