/** Random deliveries, deaths and faults over the real protocol, and what has to hold all along. */
@NullMarked
package dev.tidemark.engine.simulation;

import org.jspecify.annotations.NullMarked;
