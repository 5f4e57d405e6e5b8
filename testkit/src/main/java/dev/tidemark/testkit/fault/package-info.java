/** Stores that fail as real ones do: before the write, after it, or by throttling. */
@NullMarked
package dev.tidemark.testkit.fault;

import org.jspecify.annotations.NullMarked;
