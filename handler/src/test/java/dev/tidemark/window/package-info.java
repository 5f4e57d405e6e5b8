@NullMarked
package dev.tidemark.window;

import org.jspecify.annotations.NullMarked;
