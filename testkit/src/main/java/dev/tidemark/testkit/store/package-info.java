/**
 * Stores without AWS: in memory for tests and for exploring states, in files for runs on one
 * machine. They pass the contract in {@link dev.tidemark.testkit.contract}.
 */
@NullMarked
package dev.tidemark.testkit.store;

import org.jspecify.annotations.NullMarked;
