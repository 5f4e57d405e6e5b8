/** A door to the package of the handler, for benchmarks. */
@NullMarked
package dev.tidemark.handler;

import org.jspecify.annotations.NullMarked;
