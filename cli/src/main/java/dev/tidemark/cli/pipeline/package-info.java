/**
 * {@code ./tidemark demo --pipeline}: a producer, a stream, an enricher, a stream of derived
 * records and a consumer, with processes that die.
 */
@NullMarked
package dev.tidemark.cli.pipeline;

import org.jspecify.annotations.NullMarked;
