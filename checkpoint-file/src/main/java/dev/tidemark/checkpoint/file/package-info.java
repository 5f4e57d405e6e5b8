/**
 * Stores in files, for consumers on one machine. They pass the contracts of the test kit, as the
 * stores on AWS do.
 */
@NullMarked
package dev.tidemark.checkpoint.file;

import org.jspecify.annotations.NullMarked;
