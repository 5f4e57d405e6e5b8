/**
 * How rows are written down: what the stores that have to count bytes or columns have in common.
 * For implementations of {@link dev.tidemark.checkpoint.store.StatusStore}; what is written here
 * stays readable.
 */
@NullMarked
package dev.tidemark.checkpoint.codec;

import org.jspecify.annotations.NullMarked;
