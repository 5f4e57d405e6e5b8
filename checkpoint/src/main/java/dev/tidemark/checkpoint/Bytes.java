package dev.tidemark.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * An immutable run of bytes.
 *
 * <p>{@link #wrap} does not copy: whoever hands an array over must not write to it afterwards. The
 * other direction is safe, since {@link #toByteArray} copies and {@link #asByteBuffer} is
 * read-only.
 */
public final class Bytes {

  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int size;

  private Bytes(byte[] array, int offset, int size) {
    this.array = array;
    this.offset = offset;
    this.size = size;
  }

  /** Takes the array over without a copy; the caller gives up writing to it. */
  public static Bytes wrap(byte[] array) {
    return new Bytes(array, 0, array.length);
  }

  /**
   * Takes a part of the array over without a copy; the caller gives up writing to it.
   *
   * @throws IndexOutOfBoundsException when the part does not lie within the array
   */
  public static Bytes wrap(byte[] array, int offset, int size) {
    java.util.Objects.checkFromIndexSize(offset, size, array.length);
    return new Bytes(array, offset, size);
  }

  /** A copy of the array. */
  public static Bytes copyOf(byte[] array) {
    return wrap(array.clone());
  }

  /** The remaining bytes of the buffer, copied; the buffer's position stays. */
  public static Bytes copyOf(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return wrap(copy);
  }

  public static Bytes ofUtf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** How many bytes. */
  public int size() {
    return size;
  }

  public byte get(int index) {
    java.util.Objects.checkIndex(index, size);
    return array[offset + index];
  }

  /**
   * A part of these bytes, without a copy: it keeps all of them in memory.
   *
   * @throws IndexOutOfBoundsException when the part does not lie within these bytes
   */
  public Bytes slice(int from, int length) {
    java.util.Objects.checkFromIndexSize(from, length, size);
    return new Bytes(array, offset + from, length);
  }

  /** A copy. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(array, offset, offset + size);
  }

  /** A read-only view. */
  public ByteBuffer asByteBuffer() {
    return ByteBuffer.wrap(array, offset, size).slice().asReadOnlyBuffer();
  }

  public InputStream asInputStream() {
    return new ByteArrayInputStream(array, offset, size);
  }

  /** The bytes read as UTF-8; a malformed sequence becomes the replacement character. */
  public String toUtf8() {
    return new String(array, offset, size, StandardCharsets.UTF_8);
  }

  /** The bytes in standard base64 with padding. */
  public String toBase64() {
    ByteBuffer encoded = Base64.getEncoder().encode(ByteBuffer.wrap(array, offset, size));
    return new String(encoded.array(), 0, encoded.remaining(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that
        && Arrays.equals(
            array, offset, offset + size, that.array, that.offset, that.offset + that.size);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(array, offset, size).hashCode();
  }

  /** The size only: payloads do not belong in logs. */
  @Override
  public String toString() {
    return size + " bytes";
  }
}
