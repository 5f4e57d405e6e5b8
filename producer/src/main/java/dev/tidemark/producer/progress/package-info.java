/** Where write checkpoints are kept: in a folder, or as notes of a store. */
@NullMarked
package dev.tidemark.producer.progress;

import org.jspecify.annotations.NullMarked;
