/** What a batch costs with Tidemark, and with what one might use instead. */
@NullMarked
package dev.tidemark.benchmarks;

import org.jspecify.annotations.NullMarked;
