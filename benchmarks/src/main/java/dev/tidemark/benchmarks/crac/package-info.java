/**
 * Calls the hooks of {@code org.crac} without taking a snapshot. {@code org.crac} finds it by the
 * name of this package in the system property {@code org.crac.Core.Compat}, and wants these five
 * names in it.
 */
@NullMarked
package dev.tidemark.benchmarks.crac;

import org.jspecify.annotations.NullMarked;
