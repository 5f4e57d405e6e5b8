/** What an operator does with stored batches: look at them, have them run again, replay them. */
@NullMarked
package dev.tidemark.cli.operate;

import org.jspecify.annotations.NullMarked;
