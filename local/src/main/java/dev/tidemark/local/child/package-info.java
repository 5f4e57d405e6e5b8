/** What runs inside the child processes, before the program they were started for. */
@NullMarked
package dev.tidemark.local.child;

import org.jspecify.annotations.NullMarked;
