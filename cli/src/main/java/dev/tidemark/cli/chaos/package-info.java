/**
 * {@code ./tidemark chaos}: the packaged function under {@code kill -9}, over stores that fail, and
 * an audit of every record.
 */
@NullMarked
package dev.tidemark.cli.chaos;

import org.jspecify.annotations.NullMarked;
