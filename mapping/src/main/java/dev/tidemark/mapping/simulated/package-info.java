/** The event source mapping driven in one thread over a manual time, for tests. */
@NullMarked
package dev.tidemark.mapping.simulated;

import org.jspecify.annotations.NullMarked;
