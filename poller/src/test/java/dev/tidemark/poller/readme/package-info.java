/** The code that the documentation shows. */
@NullMarked
package dev.tidemark.poller.readme;

import org.jspecify.annotations.NullMarked;
