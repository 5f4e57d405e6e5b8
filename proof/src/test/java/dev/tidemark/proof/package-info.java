@NullMarked
package dev.tidemark.proof;

import org.jspecify.annotations.NullMarked;
