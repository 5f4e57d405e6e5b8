/** Drops what a producer sent twice, by a business key, with the help of AWS Lambda Powertools. */
@NullMarked
package dev.tidemark.idempotency;

import org.jspecify.annotations.NullMarked;
