/**
 * The vocabulary of the checkpoint protocol: positions, deliveries, batches and their statuses.
 *
 * <p>Nothing in this module knows AWS, JSON, a logger, a thread or a clock. All types are immutable
 * and thread-safe unless they say otherwise.
 */
@NullMarked
package dev.tidemark.checkpoint;

import org.jspecify.annotations.NullMarked;
