@NullMarked
package dev.tidemark.pipe;

import org.jspecify.annotations.NullMarked;
