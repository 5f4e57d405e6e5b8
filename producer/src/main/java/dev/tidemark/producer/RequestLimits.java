package dev.tidemark.producer;

import java.util.List;
import java.util.Optional;

/** What a target takes in one request. Pure. */
public interface RequestLimits {

  /** Why the target can never take this record, on one line; empty when it can. */
  Optional<String> refusal(OutgoingRecord record);

  /**
   * Chooses the next request.
   *
   * @param candidates records without a {@link #refusal}, at least one, oldest first
   * @return the indexes of those that make one request, in the order of the request; at least one
   */
  List<Integer> choose(List<OutgoingRecord> candidates);
}
