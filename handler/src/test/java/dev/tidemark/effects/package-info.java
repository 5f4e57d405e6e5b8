/** A consumer with effects as users write it, on DynamoDB Local. */
@NullMarked
package dev.tidemark.effects;

import org.jspecify.annotations.NullMarked;
