package dev.tidemark.producer;

import java.util.Optional;

/**
 * Where write checkpoints live, one for each producer and target. They tell people and dashboards
 * where a producer is; none of its decisions needs them.
 */
public interface WriteCheckpoints {

  /** Keeps none. */
  WriteCheckpoints NONE =
      new WriteCheckpoints() {
        @Override
        public Optional<WriteCheckpoint> load(String producer, String target) {
          return Optional.empty();
        }

        @Override
        public void save(WriteCheckpoint checkpoint) {}
      };

  /** The checkpoint that was saved last. */
  Optional<WriteCheckpoint> load(String producer, String target);

  /** Replaces the checkpoint of this producer and target. */
  void save(WriteCheckpoint checkpoint);
}
