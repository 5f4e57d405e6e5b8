/** {@code ./tidemark bench}. */
@NullMarked
package dev.tidemark.cli.bench;

import org.jspecify.annotations.NullMarked;
