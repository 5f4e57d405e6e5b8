package dev.tidemark.checkpoint.jdbc;

/**
 * Any Java text as one that every database takes: PostgreSQL has no place for the character 0, and
 * UTF-8 none for half a surrogate pair. These become an escape with a backslash, and so does the
 * backslash itself; all else stays as it is, to be read by people.
 */
final class PlainText {

  private static final char ESCAPE = '\\';
  private static final int HEX_DIGITS = 4;
  private static final int HEX = 16;

  private PlainText() {}

  static String encode(String text) {
    var encoded = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (point == ESCAPE) {
                encoded.append(ESCAPE).append(ESCAPE);
              } else if (point == 0 || isHalf(point)) {
                encoded.append(ESCAPE).append("u%04x".formatted(point));
              } else {
                encoded.appendCodePoint(point);
              }
            });
    return encoded.toString();
  }

  private static boolean isHalf(int point) {
    return point <= Character.MAX_VALUE && Character.isSurrogate((char) point);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when an escape is another
   */
  static String decode(String encoded) {
    var text = new StringBuilder(encoded.length());
    int at = 0;
    while (at < encoded.length()) {
      char c = encoded.charAt(at++);
      if (c != ESCAPE) {
        text.append(c);
      } else if (encoded.startsWith("\\", at)) {
        text.append(ESCAPE);
        at++;
      } else if (encoded.startsWith("u", at) && at + HEX_DIGITS < encoded.length()) {
        text.append((char) Integer.parseInt(encoded, at + 1, at + 1 + HEX_DIGITS, HEX));
        at += 1 + HEX_DIGITS;
      } else {
        throw new IllegalArgumentException("not an escape at " + at + " of '" + encoded + "'");
      }
    }
    return text.toString();
  }
}
