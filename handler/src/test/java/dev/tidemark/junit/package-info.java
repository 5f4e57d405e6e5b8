/** Consumers as users write them, tried with the test kit's JUnit extension. */
@NullMarked
package dev.tidemark.junit;

import org.jspecify.annotations.NullMarked;
