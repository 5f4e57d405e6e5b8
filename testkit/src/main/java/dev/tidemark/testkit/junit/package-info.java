/**
 * Tries a Kinesis function under retries, bisects and crashes, in memory and in milliseconds.
 *
 * <p>Begin with {@link dev.tidemark.testkit.junit.TidemarkExtension}.
 */
@NullMarked
package dev.tidemark.testkit.junit;

import org.jspecify.annotations.NullMarked;
