/** The consumer that {@code template.yaml} deploys and {@code ./tidemark demo} runs. */
@NullMarked
package dev.tidemark.example;

import org.jspecify.annotations.NullMarked;
