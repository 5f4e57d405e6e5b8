/**
 * Records that were made of other records: what they were made of, and which of them a consumer has
 * met before.
 */
@NullMarked
package dev.tidemark.checkpoint.derived;

import org.jspecify.annotations.NullMarked;
