/** Bugs planted beside the protocol, to show that the invariants catch them. */
@NullMarked
package dev.tidemark.proof.sabotage;

import org.jspecify.annotations.NullMarked;
