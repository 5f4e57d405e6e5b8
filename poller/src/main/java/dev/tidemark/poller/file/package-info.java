/** A stream in a file, and the rows of its shard in files beside it: no AWS, for one machine. */
@NullMarked
package dev.tidemark.poller.file;

import org.jspecify.annotations.NullMarked;
