package dev.tidemark.cli.pipeline.function;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Kills this process now and then, each time for another reason: a file for each reason outlives
 * the process.
 */
final class Deaths {

  /** The environment variable that names the folder of the files. */
  static final String FOLDER = "PIPELINE_DEATHS";

  private static final int STATUS = 137;

  private final Path folder;
  private final int oneIn;

  /** Every so many reasons are one to die for. */
  Deaths(int oneIn) {
    String name = System.getenv(FOLDER);
    if (name == null) {
      throw new IllegalStateException(FOLDER + " is not set: it names the folder of the deaths");
    }
    this.folder = Path.of(name);
    this.oneIn = oneIn;
  }

  /** Dies if this is a reason, and nobody died for it before. */
  void dieOnce(String reason) throws IOException {
    if (Math.floorMod(reason.hashCode(), oneIn) == 0) {
      try {
        Files.createFile(folder.resolve(Integer.toHexString(reason.hashCode())));
      } catch (FileAlreadyExistsException e) {
        return;
      }
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
