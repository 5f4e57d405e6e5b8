/**
 * A buffer in files that survives the death of its process at any moment.
 *
 * <p>{@link dev.tidemark.producer.wal.LogFormat} and {@link dev.tidemark.producer.wal.Recovery} are
 * pure; {@link dev.tidemark.producer.wal.LogFiles} is the port to the file system.
 */
@NullMarked
package dev.tidemark.producer.wal;

import org.jspecify.annotations.NullMarked;
