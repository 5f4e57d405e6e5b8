/** The function that {@code ./tidemark chaos} runs; packaged apart, and deployed nowhere. */
@NullMarked
package dev.tidemark.cli.chaos.function;

import org.jspecify.annotations.NullMarked;
