/**
 * Who reads which shard: the rows that the processes of a consumer share, and what one of them does
 * about them. No AWS, thread, clock or chance.
 */
@NullMarked
package dev.tidemark.poller.lease;

import org.jspecify.annotations.NullMarked;
