package dev.tidemark.producer.claim;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a stream for a record that is too large for it.
 *
 * <p>The pointer is 80 bytes: a zero byte, {@code TMC1}, the SHA-256 of the record in 64
 * hexadecimal digits, a colon and its size in ten decimal digits. The record lies in the payload
 * store under {@code claims/}, the first two digits, a slash and all digits. So the same record
 * always has the same key, however often it is sent, and a reader knows whether what it found is
 * what was written.
 */
public final class ClaimCheck {

  /** The size of every pointer. */
  static final int POINTER_BYTES = 80;

  private static final String MARK = "\0TMC1";
  private static final Pattern POINTER =
      Pattern.compile(Pattern.quote(MARK) + "([0-9a-f]{64}):(\\d{10})");

  private final ObjectKey key;
  private final Bytes pointer;

  private ClaimCheck(String digest, Bytes pointer) {
    this.key = new ObjectKey("claims/" + digest.substring(0, 2) + "/" + digest);
    this.pointer = pointer;
  }

  /** The claim check of a record. */
  static ClaimCheck of(Bytes data) {
    String digest = HexFormat.of().formatHex(sha256().digest(data.toByteArray()));
    return new ClaimCheck(
        digest, Bytes.ofUtf8(String.format("%s%s:%010d", MARK, digest, data.size())));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Whether a reader would take these bytes for a pointer. */
  static boolean isPointer(Bytes data) {
    return read(data).isPresent();
  }

  private static Optional<ClaimCheck> read(Bytes data) {
    if (data.size() != POINTER_BYTES) {
      return Optional.empty();
    }
    Matcher text = POINTER.matcher(new String(data.toByteArray(), StandardCharsets.ISO_8859_1));
    return text.matches() ? Optional.of(new ClaimCheck(text.group(1), data)) : Optional.empty();
  }

  ObjectKey key() {
    return key;
  }

  Bytes pointer() {
    return pointer;
  }

  /**
   * The record that a pointer stands for, or the bytes themselves when they are no pointer: a
   * stream may have both.
   *
   * @throws IOException when the record is not in the store any more, or is not what was written
   * @throws StoreException when the store does not answer; trying again later can help
   */
  public static Bytes resolve(Bytes data, PayloadStore store) throws IOException {
    Optional<ClaimCheck> claim = read(data);
    if (claim.isEmpty()) {
      return data;
    }
    ObjectKey key = claim.get().key;
    Bytes found =
        store
            .get(key)
            .orElseThrow(
                () ->
                    new IOException(
                        "the large record "
                            + key
                            + " is not in the payload store: it expired, or this is another"
                            + " store"));
    if (!of(found).pointer.equals(data)) {
      throw new IOException("the large record " + key + " is not what was written");
    }
    return found;
  }
}
