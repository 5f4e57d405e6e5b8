package dev.tidemark.local;

import dev.tidemark.local.child.ExitWithParent;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a child JVM: this JVM's own Java, the other program's class path, and of ours
 * only the one class that ends the child with its parent.
 *
 * @param scratch a folder for that class
 */
record ChildJvm(Path scratch, Path jars, List<String> options, List<String> mainAndArguments) {

  ChildJvm {
    options = List.copyOf(options);
    mainAndArguments = List.copyOf(mainAndArguments);
  }

  List<String> command() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(jars.resolve("*") + File.pathSeparator + unpackedWatch());
    command.add(ExitWithParent.class.getName());
    command.addAll(mainAndArguments);
    return command;
  }

  private Path unpackedWatch() throws IOException {
    String name = ExitWithParent.class.getName().replace('.', '/') + ".class";
    Path root = scratch.resolve("watch");
    unpack("/" + name, root.resolve(name));
    return root;
  }

  /** Copies a resource of this module to a file. */
  static Path unpack(String resource, Path target) throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    try (InputStream bytes = ChildJvm.class.getResourceAsStream(resource)) {
      if (bytes == null) {
        throw new LocalAwsException("tidemark-local is incomplete: " + resource + " is missing");
      }
      Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
    }
    return target;
  }
}
