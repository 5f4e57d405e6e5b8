@NullMarked
package dev.tidemark.proof.explore;

import org.jspecify.annotations.NullMarked;
