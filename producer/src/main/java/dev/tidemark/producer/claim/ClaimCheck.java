package dev.tidemark.producer.claim;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in a stream for a record that is too large for it.
 *
 * <p>The pointer is 91 bytes: a zero byte, {@code TMC2}, the day (UTC) it was written on as in
 * {@code 2026-11-21}, a slash, the SHA-256 of the record in 64 hexadecimal digits, a colon and its
 * size in ten decimal digits. The record lies in the payload store under {@code claims/}, the day,
 * a slash, the first two digits, a slash and all digits. So the same record has the same key on the
 * same day, however often it is sent, and a reader knows whether what it found is what was written.
 * On another day it has another key: a store that expires objects by their age would otherwise
 * delete one that a younger pointer leads to.
 *
 * <p>A pointer of 80 bytes, with {@code TMC1} and without a day and its slash, leads to a key
 * without them. It is read and not written.
 */
public final class ClaimCheck {

  /** The size of every pointer that is written. */
  static final int POINTER_BYTES = 91;

  private static final String MARK = "\0TMC2";
  private static final Pattern POINTER =
      Pattern.compile(
          "(?:\0TMC1|\0TMC2(?<day>\\d{4}-\\d{2}-\\d{2}/))"
              + "(?<digest>[0-9a-f]{64}):(?<size>\\d{10})");

  private final ObjectKey key;
  private final String content;
  private final Bytes pointer;

  private ClaimCheck(ObjectKey key, String content, Bytes pointer) {
    this.key = key;
    this.content = content;
    this.pointer = pointer;
  }

  /** The claim check of a record that is written on a day, in UTC. */
  static ClaimCheck of(Bytes data, LocalDate day) {
    Bytes pointer = Bytes.ofUtf8(MARK + day + "/" + content(data));
    return read(pointer)
        .orElseThrow(() -> new IllegalArgumentException("not a day of a claim check: " + day));
  }

  /** What tells whether a record is the one that was written. */
  private static String content(Bytes data) {
    String digest = HexFormat.of().formatHex(sha256().digest(data.toByteArray()));
    return "%s:%010d".formatted(digest, data.size());
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
    if (data.size() > POINTER_BYTES) {
      return Optional.empty();
    }
    Matcher text = POINTER.matcher(new String(data.toByteArray(), StandardCharsets.ISO_8859_1));
    if (!text.matches()) {
      return Optional.empty();
    }
    String day = Objects.requireNonNullElse(text.group("day"), "");
    String digest = text.group("digest");
    var key = new ObjectKey("claims/" + day + digest.substring(0, 2) + "/" + digest);
    return Optional.of(new ClaimCheck(key, digest + ":" + text.group("size"), data));
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
    if (!content(found).equals(claim.get().content)) {
      throw new IOException("the large record " + key + " is not what was written");
    }
    return found;
  }
}
