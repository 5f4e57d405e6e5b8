package dev.tidemark.poller.file;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.poller.lease.ListedShard;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.shard.ShardStep.News;
import dev.tidemark.poller.shard.SourceException;
import dev.tidemark.poller.shard.StreamSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the lines of a file; a cursor is the offset of the next one. */
final class FileSource implements StreamSource {

  private static final ListedShard ONLY = new ListedShard("shardId-000000000000", List.of());
  private static final int LONGEST_LINE = 10 << 20;

  private final String name;
  private final Path file;
  private final FileStream.End end;
  private final Function<Bytes, String> key;

  FileSource(String name, Path file, FileStream.End end, Function<Bytes, String> key) {
    this.name = name;
    this.file = file;
    this.end = end;
    this.key = key;
  }

  @Override
  public String arn() {
    return "arn:tidemark:file:::stream/" + name;
  }

  @Override
  public boolean endsWithItsShards() {
    return end == FileStream.End.OF_FILE;
  }

  @Override
  public List<ListedShard> shards() {
    if (!Files.isRegularFile(file) && end == FileStream.End.OF_FILE) {
      throw refused("there is no file " + file, new IllegalStateException());
    }
    return List.of(ONLY);
  }

  @Override
  public News open(String shard, ShardPosition from) {
    return switch (from) {
      case ShardPosition.Horizon horizon -> new News.Opened("0");
      case ShardPosition.After after -> new News.Opened(after.record().digits());
      case ShardPosition.Ended ended -> new News.Got(List.of(), Optional.empty(), Duration.ZERO);
      case ShardPosition.At at ->
          throw refused(
              "the lines of " + file + " have no time: start at the beginning",
              new IllegalArgumentException(at.toText()));
    };
  }

  @Override
  public News read(String shard, String cursor, int atMost) {
    if (!Files.exists(file)) {
      return new News.Got(List.of(), Optional.of(cursor), Duration.ZERO);
    }
    try (var open = new RandomAccessFile(file.toFile(), "r")) {
      long offset = Long.parseLong(cursor);
      if (offset > open.length()) {
        throw refused(
            "%s is shorter than when it was read to offset %d: give a file that was made anew another name"
                .formatted(file, offset),
            new IllegalStateException());
      }
      return read(new Lines(open, offset, end), atMost);
    } catch (IOException e) {
      System.getLogger("dev.tidemark.poller")
          .log(System.Logger.Level.WARNING, "cannot read " + file + ": " + e);
      return new News.ReadFailed();
    }
  }

  private News read(Lines lines, int atMost) throws IOException {
    Instant created =
        Files.readAttributes(file, BasicFileAttributes.class).creationTime().toInstant();
    var records = new ArrayList<SourceRecord>();
    Optional<Bytes> line = lines.next(LONGEST_LINE);
    while (line.isPresent()) {
      var position = new Position(SequenceNumber.of(lines.offset()), 0);
      records.add(new SourceRecord(position, key.apply(line.get()), created, line.get()));
      if (records.size() == atMost) {
        break;
      }
      line = lines.next(LONGEST_LINE);
    }
    boolean over = line.isEmpty() && end == FileStream.End.OF_FILE;
    return new News.Got(
        records,
        over ? Optional.empty() : Optional.of(Long.toString(lines.offset())),
        Duration.ZERO);
  }

  private static SourceException refused(String message, RuntimeException cause) {
    return new SourceException(SourceException.Kind.MISCONFIGURED, message, cause);
  }
}
