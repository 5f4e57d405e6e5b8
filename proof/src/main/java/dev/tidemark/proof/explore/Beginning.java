package dev.tidemark.proof.explore;

/**
 * What an invocation begins with.
 *
 * @param invocation its number
 * @param delivered the records, as bits
 * @param seconds when, on the clock
 * @param known the invocations whose claims its process knows to be recorded, as bits
 */
record Beginning(int invocation, int delivered, int seconds, int known) {}
