/**
 * The stores on AWS: status rows in one DynamoDB table, payload objects in an S3 bucket.
 *
 * <p>Both take clients of the AWS SDK that the caller builds and closes. Their retries, time-outs
 * and HTTP clients are the caller's choice; every failure that is left becomes a {@link
 * dev.tidemark.checkpoint.store.StoreException}.
 */
@NullMarked
package dev.tidemark.checkpoint.aws;

import org.jspecify.annotations.NullMarked;
