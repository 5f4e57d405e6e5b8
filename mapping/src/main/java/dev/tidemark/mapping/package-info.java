/** What the Lambda event source mapping does with one Kinesis shard, as logic without I/O. */
@NullMarked
package dev.tidemark.mapping;

import org.jspecify.annotations.NullMarked;
