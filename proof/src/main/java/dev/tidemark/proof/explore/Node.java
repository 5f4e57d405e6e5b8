package dev.tidemark.proof.explore;

/**
 * A state of one invocation: all that there is to know of it, and how to come there again.
 *
 * @param beginning with what it began
 * @param before the state before, {@link Nodes#NONE} if it has just begun
 * @param happening what happened then
 * @param seconds when that happened
 * @param waiting what it waits for
 */
record Node(Beginning beginning, int before, int happening, int seconds, Waiting waiting) {}
