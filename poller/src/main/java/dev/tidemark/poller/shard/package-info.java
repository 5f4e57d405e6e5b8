/**
 * What is done with one shard, step by step: read, deliver, deliver the rest again, save the
 * position. No AWS, thread, clock or chance.
 */
@NullMarked
package dev.tidemark.poller.shard;

import org.jspecify.annotations.NullMarked;
