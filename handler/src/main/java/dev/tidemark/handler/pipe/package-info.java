/** What an enricher does with its output. Not for users. */
@NullMarked
package dev.tidemark.handler.pipe;

import org.jspecify.annotations.NullMarked;
