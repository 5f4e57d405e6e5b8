/** What real AWS did in 22 recorded cases, as data that every mapping can be checked against. */
@NullMarked
package dev.tidemark.mapping.recorded;

import org.jspecify.annotations.NullMarked;
