package dev.tidemark.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The checkout that the command line belongs to.
 *
 * @param root its root folder
 */
public record Project(Path root) {

  public Project {
    Objects.requireNonNull(root);
  }

  /**
   * The checkout that {@code ./tidemark} names, or the one around the working directory.
   *
   * @throws UserException when there is none
   */
  public static Project find() {
    String named = System.getProperty("tidemark.root");
    Path start = Path.of(named == null ? "" : named).toAbsolutePath().normalize();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("template.yaml"))
          && Files.isDirectory(folder.resolve("checkpoint"))) {
        return new Project(folder);
      }
    }
    throw new UserException("not in a checkout of Tidemark: start it as ./tidemark from there");
  }

  /** A file of the checkout. */
  public Path file(String path) {
    return root.resolve(path);
  }

  /** The file as seen from the root. */
  public Path relative(Path file) {
    return root.relativize(file.toAbsolutePath().normalize());
  }
}
