/**
 * Runs the checkpoint protocol: it has the threads, the clock and the payload format that the pure
 * core does without. It knows neither Lambda nor a store.
 */
@NullMarked
package dev.tidemark.engine;

import org.jspecify.annotations.NullMarked;
