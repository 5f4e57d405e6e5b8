/**
 * What a deployment can have wrong, and what it costs. The part that a function can see is looked
 * at when it starts; {@code ./tidemark doctor} looks at all of it.
 */
@NullMarked
package dev.tidemark.check;

import org.jspecify.annotations.NullMarked;
