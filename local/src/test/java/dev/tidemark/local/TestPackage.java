package dev.tidemark.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemark.local.function.ProbeFunction;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packages the test functions as a build would: classes at the root, jars in lib. */
final class TestPackage {
  private TestPackage() {}

  static Path folder(Path target) throws IOException {
    Path classes = codeOf(ProbeFunction.class);
    Path functions = Path.of(ProbeFunction.class.getPackageName().replace('.', '/'));
    Files.createDirectories(target.resolve(functions));
    try (Stream<Path> files = Files.list(classes.resolve(functions))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(functions).resolve(file.getFileName()));
      }
    }
    Path core = codeOf(RequestStreamHandler.class);
    Files.createDirectories(target.resolve("lib"));
    Files.copy(core, target.resolve("lib").resolve(core.getFileName()));
    return target;
  }

  static Path zip(Path folder, Path target) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    try (OutputStream bytes = Files.newOutputStream(target);
        ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return target;
  }

  private static Path codeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
