package dev.tidemark.checkpoint.aws.faults;

/** How it ends. */
enum Ending {
  DONE("done", "the invocation itself finishes everything, and no record has run twice"),
  AGAIN(
      "again", "the next invocation finishes the rest; no record that had succeeded has run twice"),
  AGAIN_LATER(
      "again, later",
      "as *again*, but the next invocation leaves the rest alone until a lease is over that could"
          + " not be given back"),
  REPEATED(
      "repeated",
      "the next invocation finishes the rest; records that had succeeded, and could not be"
          + " recorded, run once more"),
  REPEATED_LATER("repeated, later", "as *repeated*, and after the end of a lease");

  private final String words;
  private final String meaning;

  Ending(String words, String meaning) {
    this.words = words;
    this.meaning = meaning;
  }

  String words() {
    return words;
  }

  String meaning() {
    return meaning;
  }
}
