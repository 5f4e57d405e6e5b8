package dev.tidemark.cli.stack;

import dev.tidemark.cli.Project;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file below {@code target} that holds all of a run's report.
 *
 * @param project the checkout
 * @param name of the file
 */
public record ReportFile(Project project, String name) {

  /**
   * Writes the file, in place of that of an earlier run.
   *
   * @return the file as seen from the root of the checkout
   */
  public Path write(String json) throws IOException {
    Path file = project.file("target").resolve(name);
    Files.createDirectories(file.getParent());
    return project.relative(Files.writeString(file, json + System.lineSeparator()));
  }

  /** Prints what was asked for. */
  public static void print(PrintWriter out, String shown) {
    out.println(shown);
    out.flush();
  }
}
