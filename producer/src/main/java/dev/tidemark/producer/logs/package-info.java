/** CloudWatch Logs as a target. Needs {@code software.amazon.awssdk:cloudwatchlogs}. */
@NullMarked
package dev.tidemark.producer.logs;

import org.jspecify.annotations.NullMarked;
