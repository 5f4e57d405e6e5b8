/**
 * Stores in memory, for tests and for exploring states. They pass the contract in {@link
 * dev.tidemark.testkit.contract}.
 */
@NullMarked
package dev.tidemark.testkit.store;

import org.jspecify.annotations.NullMarked;
