/**
 * The protocol under a seed: worlds of shards, mappings, processes and faults in which the
 * production code runs a step at a time, and the invariants that are checked after every step.
 */
@NullMarked
package dev.tidemark.proof;

import org.jspecify.annotations.NullMarked;
