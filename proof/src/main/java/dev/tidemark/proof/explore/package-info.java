/**
 * Small cases of the protocol, explored exhaustively: every order of steps, every fault at every
 * moment, over the production code and the memory stores.
 */
@NullMarked
package dev.tidemark.proof.explore;

import org.jspecify.annotations.NullMarked;
