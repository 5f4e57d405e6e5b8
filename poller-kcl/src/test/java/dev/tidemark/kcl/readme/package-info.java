/** The code that the documentation shows. */
@NullMarked
package dev.tidemark.kcl.readme;

import org.jspecify.annotations.NullMarked;
