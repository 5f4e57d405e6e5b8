/**
 * {@code ./tidemark demo}: a week of earthquakes through the packaged function, with things going
 * wrong.
 */
@NullMarked
package dev.tidemark.cli.demo;

import org.jspecify.annotations.NullMarked;
