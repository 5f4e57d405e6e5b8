/** What an operator does with batches that are not finished: look at them, have them run again. */
@NullMarked
package dev.tidemark.cli.operate;

import org.jspecify.annotations.NullMarked;
