/**
 * What every store has to do, as JUnit tests to extend: {@link
 * dev.tidemark.testkit.contract.StatusStoreContract} and {@link
 * dev.tidemark.testkit.contract.PayloadStoreContract}.
 */
@NullMarked
package dev.tidemark.testkit.contract;

import org.jspecify.annotations.NullMarked;
