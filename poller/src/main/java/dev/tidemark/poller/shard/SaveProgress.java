package dev.tidemark.poller.shard;

import dev.tidemark.poller.lease.ShardPosition;
import java.time.Instant;

/** What is finished of a shard and not saved yet. Not thread-safe. */
final class SaveProgress {

  private final SaveRule rule;
  private ShardPosition saved;
  private long unsaved;
  private Instant unsavedSince;
  private Instant lookAgain;

  SaveProgress(ShardPosition saved, SaveRule rule, Instant now) {
    this.rule = rule;
    this.saved = saved;
    this.unsavedSince = now;
    this.lookAgain = now.plus(rule.frequency());
  }

  void finished(int records, Instant now) {
    if (unsaved == 0) {
      unsavedSince = now;
    }
    unsaved += records;
  }

  /** Whether to save now; looks no more often than the rule's frequency. */
  boolean isDue(Instant now) {
    if (now.isBefore(lookAgain)) {
      return false;
    }
    lookAgain = now.plus(rule.frequency());
    return rule.wantsSave(unsaved, unsavedSince, now);
  }

  void saved(ShardPosition position, Instant now) {
    saved = position;
    unsaved = 0;
    waitAfter(now);
  }

  void failed(Instant now) {
    waitAfter(now);
  }

  private void waitAfter(Instant now) {
    Instant paused = now.plus(rule.minimumPause());
    lookAgain = paused.isAfter(lookAgain) ? paused : lookAgain;
  }

  boolean isSaved(ShardPosition position) {
    return saved.equals(position);
  }
}
