/** Tumbling windows: what Lambda says of them, and what is kept of them. Not for users. */
@NullMarked
package dev.tidemark.handler.window;

import org.jspecify.annotations.NullMarked;
