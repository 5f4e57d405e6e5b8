package dev.tidemark.check;

import java.util.Locale;

/** What something wrong can cost. */
public enum Cost {
  /** Records that nobody processes. */
  LOSS,
  /** A shard, or a part of it, that stands still. */
  BLOCK,
  /** Records that are processed again. */
  DOUBLED_WORK,
  /** Records of one key that are processed out of order. */
  ORDER,
  /** Data in the hands of those who should not have it. */
  EXPOSURE,
  /** More than it needs to cost. */
  MONEY;

  /** As shown to a person, for example {@code doubled work}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
