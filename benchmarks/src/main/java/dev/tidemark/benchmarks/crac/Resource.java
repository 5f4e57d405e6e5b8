package dev.tidemark.benchmarks.crac;

/** Who wants to be told of a snapshot. */
public interface Resource {
  void beforeCheckpoint(Context<? extends Resource> context) throws Exception;

  void afterRestore(Context<? extends Resource> context) throws Exception;
}
