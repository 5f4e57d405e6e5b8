package dev.tidemark.benchmarks.crac;

import java.util.ArrayList;
import java.util.List;

/** Everybody who wants to be told of a snapshot. */
public final class Context<R extends Resource> {

  private final List<R> resources = new ArrayList<>();

  Context() {}

  public void register(R resource) {
    resources.add(resource);
  }

  /** Last come, first told, and the other way around behind the snapshot: as Lambda does it. */
  void tell() throws CheckpointException, RestoreException {
    for (R resource : resources.reversed()) {
      try {
        resource.beforeCheckpoint(this);
      } catch (Exception e) {
        throw new CheckpointException(e);
      }
    }
    for (R resource : resources) {
      try {
        resource.afterRestore(this);
      } catch (Exception e) {
        throw new RestoreException(e);
      }
    }
  }
}
