package dev.tidemark.checkpoint.aws.faults;

/** How long a trouble lasts. */
enum Span {
  /** One request; the clients do not try again by themselves. */
  ONE_REQUEST,
  /** Every request of that call, until the invocation has ended. */
  ONE_INVOCATION
}
