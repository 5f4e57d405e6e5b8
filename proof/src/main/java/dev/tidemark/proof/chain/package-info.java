/**
 * A chain of two functions simulated by seed: a stream, an enricher, a stream of derived records
 * and a reader that drops copies. Processes die, writes land twice, in parts or late, and in the
 * end every derived record must have counted once.
 */
@NullMarked
package dev.tidemark.proof.chain;

import org.jspecify.annotations.NullMarked;
