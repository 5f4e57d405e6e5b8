package dev.tidemark.cli.doctor;

import java.time.Duration;
import java.util.Optional;

/**
 * A stream.
 *
 * @param name its name
 * @param status for example {@code ACTIVE}
 * @param openShards how many shards take records
 * @param retention how long it keeps a record
 * @param key the key that it is encrypted with; absent when it is not
 * @param mostKibibytes how large a record may be
 */
record StreamFacts(
    String name,
    String status,
    int openShards,
    Duration retention,
    Optional<String> key,
    int mostKibibytes) {}
