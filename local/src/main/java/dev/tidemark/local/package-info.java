/**
 * AWS on one machine, as real processes: DynamoDB Local, an S3 server, a Kinesis emulator, packaged
 * Lambda functions under Lambda's own Java runtime, and an event source mapping between them.
 */
@NullMarked
package dev.tidemark.local;

import org.jspecify.annotations.NullMarked;
