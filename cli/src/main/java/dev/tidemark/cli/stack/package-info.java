/** The local stack as the commands use it: its stores, what is put, and what is recorded. */
@NullMarked
package dev.tidemark.cli.stack;

import org.jspecify.annotations.NullMarked;
