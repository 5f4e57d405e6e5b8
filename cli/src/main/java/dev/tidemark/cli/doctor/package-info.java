/**
 * {@code ./tidemark doctor}: reads a deployment through the AWS APIs and says what is wrong with
 * it. The rules are pure and look at the facts alone.
 */
@NullMarked
package dev.tidemark.cli.doctor;

import org.jspecify.annotations.NullMarked;
