/** The JSON of DynamoDB streams' records. Not for users. */
@NullMarked
package dev.tidemark.handler.change;

import org.jspecify.annotations.NullMarked;
