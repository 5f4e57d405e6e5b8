package dev.tidemark.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A function's package: a folder as it is, or a zip file. */
record CodePackage(Path path) {

  /** The folder to run; a zip file is exploded below {@code scratch}. */
  Path exploded(Path scratch) throws IOException {
    if (Files.isDirectory(path)) {
      return path.toAbsolutePath();
    }
    if (!Files.isRegularFile(path)) {
      throw new LocalAwsException(
          "No function package at " + path.toAbsolutePath() + "; build it first");
    }
    Path root = Files.createDirectories(scratch.resolve("code"));
    try (InputStream bytes = Files.newInputStream(path);
        ZipInputStream zip = new ZipInputStream(bytes)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        explode(zip, entry, root);
      }
    }
    return root;
  }

  private void explode(ZipInputStream zip, ZipEntry entry, Path root) throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new LocalAwsException(path + " has an entry outside its own root: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
