/**
 * What writes to a stream: records go into a buffer and from there, in requests that keep to the
 * target's limits, to a {@link dev.tidemark.producer.Target}.
 */
@NullMarked
package dev.tidemark.producer;

import org.jspecify.annotations.NullMarked;
