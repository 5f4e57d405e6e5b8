/**
 * Drives an invocation of the protocol step by step, without a thread: a test says which call
 * answers next, which reply is lost, what lands late and when the process dies.
 */
@NullMarked
package dev.tidemark.testkit.protocol;

import org.jspecify.annotations.NullMarked;
