/** The protocol itself: what one invocation decides, call by call, without doing any of it. */
@NullMarked
package dev.tidemark.checkpoint.protocol;

import org.jspecify.annotations.NullMarked;
