/** Files as a target, for dead letters and for write checkpoints. */
@NullMarked
package dev.tidemark.producer.file;

import org.jspecify.annotations.NullMarked;
