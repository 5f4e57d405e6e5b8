/**
 * What users of Tidemark extend and call.
 *
 * <p>Extend {@link dev.tidemark.KinesisConsumer}, or {@link dev.tidemark.KinesisBatchConsumer} to
 * get several records at once, and say with an {@link dev.tidemark.Outcome} what became of each.
 * {@link dev.tidemark.KinesisEnricher} writes to another stream, {@link
 * dev.tidemark.KinesisWindowConsumer} sums up in windows, and {@link
 * dev.tidemark.DynamoDbStreamConsumer} takes the changes of a table.
 */
@NullMarked
package dev.tidemark;

import org.jspecify.annotations.NullMarked;
