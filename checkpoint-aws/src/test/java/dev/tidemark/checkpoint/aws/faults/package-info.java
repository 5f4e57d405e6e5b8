/** Every call to a store in every trouble: {@code docs/fault-matrix.md}, and what proves it. */
@NullMarked
package dev.tidemark.checkpoint.aws.faults;

import org.jspecify.annotations.NullMarked;
