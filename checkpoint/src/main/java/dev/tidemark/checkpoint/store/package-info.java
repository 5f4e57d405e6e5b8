/** The two ports of the protocol, status rows and payload objects, with their rows and replies. */
@NullMarked
package dev.tidemark.checkpoint.store;

import org.jspecify.annotations.NullMarked;
