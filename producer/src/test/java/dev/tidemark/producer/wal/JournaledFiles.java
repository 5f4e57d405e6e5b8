package dev.tidemark.producer.wal;

import dev.tidemark.checkpoint.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * Files in memory that keep a journal of every change, so that a test can have them as they were at
 * any byte of any write, or as they may be after the power was lost.
 */
final class JournaledFiles implements LogFiles {

  /** A change of the files. */
  sealed interface Change {
    record Created(String name) implements Change {}

    record Appended(String name, Bytes bytes) implements Change {}

    record Truncated(String name, long size) implements Change {}

    record Synced(String name) implements Change {}

    record Deleted(String name) implements Change {}

    /** How many moments there are within it at which a process can die. */
    default int moments() {
      return this instanceof Appended(String name, Bytes bytes) ? bytes.size() : 1;
    }
  }

  private final Map<String, byte[]> content;
  private final List<Change> journal = new ArrayList<>();
  private int failingAppends;
  private boolean failingSyncs;
  private boolean failingTruncates;

  JournaledFiles(Map<String, byte[]> content) {
    this.content = new TreeMap<>(content);
  }

  JournaledFiles() {
    this(Map.of());
  }

  /** Everything that has been changed, in its order. */
  List<Change> journal() {
    return List.copyOf(journal);
  }

  Map<String, byte[]> content() {
    return Map.copyOf(content);
  }

  /** The next appends write half of their bytes and fail. */
  void failAppends(int count) {
    failingAppends = count;
  }

  void failSyncs() {
    failingSyncs = true;
  }

  void failTruncates() {
    failingTruncates = true;
  }

  void put(String name, byte[] bytes) {
    content.put(name, bytes);
  }

  /**
   * The files after so many changes and a part of the next one.
   *
   * @param moment of the last change: as many bytes of an append were written
   */
  static Map<String, byte[]> at(
      Map<String, byte[]> start, List<Change> journal, int changes, int moment) {
    Map<String, byte[]> files = new TreeMap<>(start);
    for (int i = 0; i < changes; i++) {
      apply(files, journal.get(i));
    }
    if (changes < journal.size()
        && journal.get(changes) instanceof Change.Appended(String name, Bytes bytes)) {
      append(files, name, bytes.slice(0, moment));
    }
    return files;
  }

  private static byte[] bytesOf(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  private static void apply(Map<String, byte[]> files, Change change) {
    switch (change) {
      case Change.Created(String name) -> files.put(name, new byte[0]);
      case Change.Appended(String name, Bytes bytes) -> append(files, name, bytes);
      case Change.Truncated(String name, long size) ->
          files.put(name, Arrays.copyOf(bytesOf(files, name), (int) size));
      case Change.Deleted(String name) -> files.remove(name);
      case Change.Synced synced -> {}
    }
  }

  private static void append(Map<String, byte[]> files, String name, Bytes bytes) {
    var joined = new ByteArrayOutputStream();
    joined.writeBytes(bytesOf(files, name));
    joined.writeBytes(bytes.toByteArray());
    files.put(name, joined.toByteArray());
  }

  /**
   * The files when the power goes after so many changes: of what was not synced, any part of a file
   * is cut off or has become zeros, and deleted files may be back.
   */
  static Map<String, byte[]> withoutPower(
      Map<String, byte[]> start, List<Change> journal, int changes, Random random) {
    Map<String, byte[]> files = new TreeMap<>(start);
    Map<String, Integer> durable = new TreeMap<>();
    files.forEach((name, bytes) -> durable.put(name, bytes.length));
    for (int i = 0; i < changes; i++) {
      Change change = journal.get(i);
      if (change instanceof Change.Deleted && random.nextBoolean()) {
        continue;
      }
      apply(files, change);
      if (change instanceof Change.Synced(String name)) {
        durable.put(name, bytesOf(files, name).length);
      }
    }
    files.replaceAll((name, bytes) -> damaged(bytes, durable.getOrDefault(name, 0), random));
    return files;
  }

  private static byte[] damaged(byte[] bytes, int durable, Random random) {
    int kept = random.nextInt(durable, bytes.length + 1);
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(kept, bytes.length + 1));
    Arrays.fill(cut, kept, cut.length, (byte) 0);
    return cut;
  }

  @Override
  public String where() {
    return "memory";
  }

  @Override
  public List<String> names() {
    return List.copyOf(content.keySet());
  }

  @Override
  public Bytes read(String name, long offset, int length) {
    byte[] bytes = bytesOf(content, name);
    return Bytes.copyOf(
        Arrays.copyOfRange(bytes, (int) offset, (int) Math.min(bytes.length, offset + length)));
  }

  @Override
  public long size(String name) {
    return bytesOf(content, name).length;
  }

  @Override
  public LogFile create(String name) throws IOException {
    if (content.containsKey(name)) {
      throw new IOException(name + " is there");
    }
    change(new Change.Created(name));
    return new File(name);
  }

  @Override
  public void delete(String name) {
    change(new Change.Deleted(name));
  }

  private void change(Change change) {
    journal.add(change);
    apply(content, change);
  }

  @Override
  public void close() {}

  private final class File implements LogFile {
    private final String name;

    File(String name) {
      this.name = name;
    }

    @Override
    public void append(Bytes bytes) throws IOException {
      if (failingAppends > 0) {
        failingAppends--;
        change(new Change.Appended(name, bytes.slice(0, bytes.size() / 2)));
        throw new IOException("No space left on device");
      }
      change(new Change.Appended(name, bytes));
    }

    @Override
    public void truncate(long size) throws IOException {
      if (failingTruncates) {
        throw new IOException("Input/output error");
      }
      change(new Change.Truncated(name, size));
    }

    @Override
    public void sync() throws IOException {
      if (failingSyncs) {
        throw new IOException("Input/output error");
      }
      change(new Change.Synced(name));
    }

    @Override
    public void close() throws IOException {
      sync();
    }
  }
}
