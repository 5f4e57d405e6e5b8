/** Kinesis and DynamoDB as a poller uses them. */
@NullMarked
package dev.tidemark.poller.aws;

import org.jspecify.annotations.NullMarked;
