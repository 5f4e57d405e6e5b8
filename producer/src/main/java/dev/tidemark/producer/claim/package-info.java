/** Large records: their bytes in a payload store, a pointer in the stream. */
@NullMarked
package dev.tidemark.producer.claim;

import org.jspecify.annotations.NullMarked;
