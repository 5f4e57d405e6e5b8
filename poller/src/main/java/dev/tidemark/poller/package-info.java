/** Consumers outside Lambda. */
@NullMarked
package dev.tidemark.poller;

import org.jspecify.annotations.NullMarked;
