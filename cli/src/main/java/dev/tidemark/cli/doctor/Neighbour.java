package dev.tidemark.cli.doctor;

import java.util.Optional;

/**
 * Another mapping of the same stream.
 *
 * @param target what it invokes
 * @param consumer the name of its consumer; absent when it is none of ours
 * @param table the table of its checkpoints
 */
record Neighbour(MappingFacts.Target target, Optional<String> consumer, Optional<String> table) {}
