/** Kinesis Data Streams as a target. Needs {@code software.amazon.awssdk:kinesis}. */
@NullMarked
package dev.tidemark.producer.kinesis;

import org.jspecify.annotations.NullMarked;
