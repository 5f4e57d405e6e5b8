/** Pollers by seed, without threads or a clock. */
@NullMarked
package dev.tidemark.poller.simulation;

import org.jspecify.annotations.NullMarked;
