package dev.tidemark.producer.progress;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Any name as 1 to 115 characters of {@code a-z A-Z 0-9 . _ -}, which file systems and tables take.
 * Letters, digits, dots and dashes stay; of everything else the bytes in UTF-8 stand as {@code _}
 * and two hexadecimal digits. A name that gets too long by that ends in a digest of itself.
 */
final class PlainName {

  private static final int LONGEST = 115;
  private static final int KEPT = 50;

  private PlainName() {}

  static String of(String name) {
    var plain = new StringBuilder();
    for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(one)) {
        plain.append((char) one);
      } else {
        plain.append('_').append(HexFormat.of().toHexDigits(one));
      }
    }
    if (plain.isEmpty()) {
      return "_";
    }
    return plain.length() <= LONGEST ? plain.toString() : plain.substring(0, KEPT) + digest(name);
  }

  private static boolean isPlain(byte one) {
    return (one >= 'a' && one <= 'z')
        || (one >= 'A' && one <= 'Z')
        || (one >= '0' && one <= '9')
        || one == '.'
        || one == '-';
  }

  private static String digest(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return '_' + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
