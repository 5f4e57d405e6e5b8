@NullMarked
package dev.tidemark.idempotency;

import org.jspecify.annotations.NullMarked;
