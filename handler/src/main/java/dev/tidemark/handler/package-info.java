/** The Lambda edge: reading the event, wiring the stores, writing the response. Internal. */
@NullMarked
package dev.tidemark.handler;

import org.jspecify.annotations.NullMarked;
