/** A producer in a process of its own, which is killed. */
@NullMarked
package dev.tidemark.producer.killed;

import org.jspecify.annotations.NullMarked;
