/** Pollers on the local AWS. */
@NullMarked
package dev.tidemark.poller.stack;

import org.jspecify.annotations.NullMarked;
