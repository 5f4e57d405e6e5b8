/** Consumers under the Kinesis Client Library. */
@NullMarked
package dev.tidemark.kcl;

import org.jspecify.annotations.NullMarked;
