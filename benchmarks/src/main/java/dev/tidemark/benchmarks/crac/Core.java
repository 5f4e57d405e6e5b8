package dev.tidemark.benchmarks.crac;

/** The entry of {@code org.crac}. */
public final class Core {

  private static final Context<Resource> ALL = new Context<>();

  private Core() {}

  public static Context<Resource> getGlobalContext() {
    return ALL;
  }

  /** Tells everybody, and goes on in the same process. */
  public static void checkpointRestore() throws CheckpointException, RestoreException {
    ALL.tell();
  }
}
