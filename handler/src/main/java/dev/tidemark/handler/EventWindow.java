package dev.tidemark.handler;

import dev.tidemark.checkpoint.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A part of an event's bytes and a place in it, from which the words of JSON are read.
 *
 * <p>Each of them leaves the place behind what it has read. One that is not there, or not in its
 * plain form, leaves the place somewhere before: at the {@linkplain #isAtEnd() end} when it may be
 * that only the rest of it is still to be {@linkplain #more loaded}. Behind the end there are bytes
 * that no JSON has, so that nothing reads past it. Not thread-safe.
 */
final class EventWindow {

  /** Says that a word is not there. */
  static final int NONE = -1;

  private static final int PADDING = Long.BYTES;
  private static final int SMALLEST = 1024;
  private static final int USUAL = 64 * 1024;
  private static final int LARGE = 1024 * 1024;
  private static final long QUOTES = 0x2222222222222222L;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int LONGEST_NUMBER = 24;
  private static final int EXACT_DIGITS = 15;
  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private final InputStream in;
  private byte[] bytes;
  private ByteBuffer view;
  private int end;
  private boolean isLast;
  private int at;

  EventWindow(InputStream in) throws IOException {
    this.in = in;
    this.bytes = new byte[Math.clamp(in.available() + PADDING + 1L, SMALLEST, USUAL)];
    this.view = view(bytes);
  }

  private static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int at() {
    return at;
  }

  void goTo(int place) {
    at = place;
  }

  boolean isAtEnd() {
    return at >= end;
  }

  /** Whether it is known that there is no more behind the end. */
  boolean isLast() {
    return isLast;
  }

  /**
   * Drops what stands before a place and loads more, into twice the room if there is none.
   *
   * @return whether there was more, and not too much for one record
   */
  boolean more(int from) throws IOException {
    int kept = end - from;
    if (kept > EventParser.LONGEST_TEXT) {
      return false;
    }
    byte[] target = bytes;
    if (kept > (bytes.length - PADDING) / 2) {
      target = new byte[larger(kept)];
      view = view(target);
    }
    System.arraycopy(bytes, from, target, 0, kept);
    bytes = target;
    int room = bytes.length - PADDING - kept;
    int loaded = in.readNBytes(bytes, kept, room);
    isLast = loaded < room;
    end = kept + loaded;
    Arrays.fill(bytes, end, end + PADDING, (byte) 0);
    at = 0;
    return loaded > 0;
  }

  /** Twice the room; for a record of megabytes, room for all that there is. */
  private int larger(int kept) throws IOException {
    int twice = bytes.length * 2;
    return bytes.length < LARGE ? twice : Math.max(twice, kept + in.available() + PADDING);
  }

  /** Goes past white space. */
  void space() {
    byte[] b = bytes;
    int i = at;
    while (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
      i++;
    }
    at = i;
  }

  /** Goes past this character and the white space before it. */
  boolean accept(char character) {
    space();
    if (bytes[at] != character) {
      return false;
    }
    at++;
    return true;
  }

  boolean isNext(char character) {
    return bytes[at] == character;
  }

  /** Goes past exactly these bytes. */
  boolean acceptAll(byte[] expected) {
    return acceptAll(expected, 0, expected.length);
  }

  private boolean acceptAll(byte[] expected, int from, int to) {
    int length = to - from;
    if (length > end - at) {
      at = end;
      return false;
    }
    boolean isThere = Arrays.equals(bytes, at, at + length, expected, from, to);
    at += isThere ? length : 0;
    return isThere;
  }

  /** Goes past what stands between two earlier places, if it stands here once more. */
  boolean acceptAgain(int from, int to) {
    return acceptAll(bytes, from, to);
  }

  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  String ascii(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /**
   * Goes to the quote that ends the text around here.
   *
   * @return false when it has an escape, or a character that is not of ASCII
   */
  boolean asciiText() {
    byte[] b = bytes;
    int i = at;
    while (b[i] >= ' ' && b[i] != '"' && b[i] != '\\') {
      i++;
    }
    at = i;
    return b[i] == '"';
  }

  /** Goes to the quote that ends the text around here; false when it has an escape. */
  boolean text() {
    byte[] b = bytes;
    int i = at;
    while ((b[i] >= ' ' || b[i] < 0) && b[i] != '"' && b[i] != '\\') {
      i++;
    }
    at = i;
    return b[i] == '"';
  }

  /**
   * What stands between two places.
   *
   * @throws CharacterCodingException when that is not well-formed UTF-8
   */
  String utf8(int from, int to) throws CharacterCodingException {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        ByteBuffer part = view.clear().limit(to).position(from);
        return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
      }
    }
    return ascii(from, to);
  }

  /**
   * Goes to the next quote, eight bytes at a time: all that a text needs which is looked at closely
   * when it is taken, as base64 and sequence numbers are.
   */
  boolean anything() {
    ByteBuffer words = view.clear();
    int i = at;
    while (i < end) {
      long quotes = quotes(words.getLong(i));
      if (quotes != 0) {
        at = Math.min(i + (Long.numberOfTrailingZeros(quotes) >>> 3), end);
        return at < end;
      }
      i += Long.BYTES;
    }
    at = end;
    return false;
  }

  /** The highest bit of the first byte that is a quote, and nothing below it. */
  private static long quotes(long word) {
    long zeroWhereQuote = word ^ QUOTES;
    return (zeroWhereQuote - LOW_BITS) & ~zeroWhereQuote & HIGH_BITS;
  }

  /**
   * The bytes in a base64 text.
   *
   * @throws IllegalArgumentException when it is none
   */
  Bytes decode(int from, int to) {
    ByteBuffer decoded = Base64.getDecoder().decode(view.clear().limit(to).position(from));
    return Bytes.wrap(decoded.array(), decoded.arrayOffset(), decoded.remaining());
  }

  /**
   * Goes past a number that begins here and is not negative.
   *
   * @return {@value #NONE} when there is none
   */
  double number() {
    int from = at;
    boolean isNumber = digits() && (bytes[from] != '0' || at == from + 1);
    if (bytes[at] == '.') {
      at++;
      isNumber &= digits();
    }
    if (bytes[at] == 'e' || bytes[at] == 'E') {
      at++;
      at += bytes[at] == '+' || bytes[at] == '-' ? 1 : 0;
      isNumber &= digits();
    }
    return isNumber && at - from <= LONGEST_NUMBER ? value(from, at) : NONE;
  }

  private boolean digits() {
    int from = at;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at > from;
  }

  /** The quotient of two numbers that are exact is what {@link Double#parseDouble} says. */
  private double value(int from, int to) {
    long digits = 0;
    int decimals = 0;
    for (int i = from; i < to; i++) {
      byte next = bytes[i];
      if (next >= '0' && next <= '9') {
        digits = digits * 10 + (next - '0');
      } else if (next == '.') {
        decimals = to - i - 1;
      } else {
        return Double.parseDouble(ascii(from, to));
      }
    }
    return to - from <= EXACT_DIGITS
        ? digits / POWERS[decimals]
        : Double.parseDouble(ascii(from, to));
  }
}
