/** The protocol as a whole, one invocation or two at a time, driven step by step. */
@NullMarked
package dev.tidemark.engine.protocol;

import org.jspecify.annotations.NullMarked;
