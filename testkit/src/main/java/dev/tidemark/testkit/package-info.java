/** A clock and a source of ids that a test moves by hand. */
@NullMarked
package dev.tidemark.testkit;

import org.jspecify.annotations.NullMarked;
