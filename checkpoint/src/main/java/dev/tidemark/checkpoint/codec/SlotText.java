package dev.tidemark.checkpoint.codec;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.store.Slot;

/**
 * A slot without its claim as a text of six words: first and last position, count, arrival of the
 * first record, lease, attempt.
 */
public final class SlotText {

  private static final int WORDS = 6;

  private SlotText() {}

  /** The text, which has no line break. */
  public static String encode(Slot slot) {
    BatchSpan span = slot.span();
    return String.join(
        " ",
        span.first().toSortableText(),
        span.last().toSortableText(),
        String.valueOf(span.count()),
        EpochSeconds.text(span.firstArrivedAt()),
        EpochSeconds.text(slot.leaseUntil()),
        String.valueOf(slot.attempt()));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Slot decode(ClaimId claim, String text) {
    String[] words = text.split(" ", -1);
    if (words.length != WORDS) {
      throw new IllegalArgumentException("not a slot: '" + text + "'");
    }
    var span =
        new BatchSpan(
            Position.ofSortableText(words[0]),
            Position.ofSortableText(words[1]),
            Integer.parseInt(words[2]),
            EpochSeconds.time(words[3]));
    return new Slot(claim, span, EpochSeconds.time(words[4]), Integer.parseInt(words[5]));
  }
}
