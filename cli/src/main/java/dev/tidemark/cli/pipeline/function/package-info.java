/** The two functions of the pipeline; packaged apart, and deployed nowhere. */
@NullMarked
package dev.tidemark.cli.pipeline.function;

import org.jspecify.annotations.NullMarked;
