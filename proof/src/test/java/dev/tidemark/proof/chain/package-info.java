@NullMarked
package dev.tidemark.proof.chain;

import org.jspecify.annotations.NullMarked;
