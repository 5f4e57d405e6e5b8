package dev.tidemark.cli.pipeline;

import java.util.List;

/**
 * What came of a run of the pipeline.
 *
 * @param records how many quakes the producer put
 * @param derived how many records had to be made of them
 * @param written how many stand in the stream of derived records, copies among them
 * @param deaths how many processes of each function died
 * @param lost derived records that never counted, the first of them
 * @param doubled derived records that counted more than once, the first of them
 * @param counts how many records were lost and doubled
 * @param seconds how long it took
 */
public record PipelineReport(
    int records,
    int derived,
    int written,
    Deaths deaths,
    List<String> lost,
    List<String> doubled,
    Counts counts,
    double seconds) {

  /** Processes that died. */
  public record Deaths(long enricher, long counter) {}

  /** Derived records that did not count once. */
  public record Counts(int lost, int doubled) {}

  public PipelineReport {
    lost = List.copyOf(lost);
    doubled = List.copyOf(doubled);
  }

  /** Whether every derived record counted once. */
  public boolean isFine() {
    return counts.lost() == 0 && counts.doubled() == 0;
  }

  /** One line of JSON. */
  public String toJson() {
    return "{\"records\":%d,\"derived\":%d,\"written\":%d,\"copies\":%d,\"enricherDeaths\":%d,\"counterDeaths\":%d,\"lost\":%d,\"doubled\":%d,\"seconds\":%.1f}"
        .formatted(
            records,
            derived,
            written,
            written - derived,
            deaths.enricher(),
            deaths.counter(),
            counts.lost(),
            counts.doubled(),
            seconds);
  }

  /** The report for a person. */
  public String toText() {
    var text = new StringBuilder();
    text.append("%n  put            %,d quakes, by a producer%n".formatted(records));
    text.append(
        "  written        %,d derived records by the enricher: %,d, and %,d copies%n"
            .formatted(written, derived, written - derived));
    text.append(
        "  died           %d processes of the enricher, %d of the consumer%n"
            .formatted(deaths.enricher(), deaths.counter()));
    text.append(
        "  counted        %,d of %,d once each%n"
            .formatted(derived - counts.lost() - counts.doubled(), derived));
    text.append("  lost           %d%n".formatted(counts.lost()));
    text.append("  doubled        %d%n".formatted(counts.doubled()));
    lost.forEach(name -> text.append("    lost: %s%n".formatted(name)));
    doubled.forEach(name -> text.append("    doubled: %s%n".formatted(name)));
    text.append("  took           %.1f s%n".formatted(seconds));
    return text.toString();
  }
}
