package dev.tidemark.producer.wal;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** The names of a log's files: numbers that grow, in 19 digits, so that they sort as they grow. */
final class FileNames {

  private static final Pattern NAME = Pattern.compile("\\d{19}\\.wal");

  private FileNames() {}

  /** The log's files; others in the same folder are none of its business. */
  static List<String> in(LogFiles files) throws IOException {
    return files.names().stream().filter(name -> NAME.matcher(name).matches()).sorted().toList();
  }

  /** The highest number there is, 0 if there is none. */
  static long last(LogFiles files) throws IOException {
    return in(files).stream().mapToLong(FileNames::number).max().orElse(0);
  }

  private static long number(String name) {
    return Long.parseLong(name, 0, name.indexOf('.'), 10);
  }

  static String of(long number) {
    return String.format("%019d.wal", number);
  }
}
