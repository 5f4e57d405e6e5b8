package dev.tidemark.producer.file;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.Answer;
import dev.tidemark.producer.BufferException;
import dev.tidemark.producer.Order;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RequestLimits;
import dev.tidemark.producer.Target;
import dev.tidemark.producer.TargetException;
import dev.tidemark.producer.TargetPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A file as a stream, in the format of {@link FileLines}: what is written to it is forced to the
 * disk, in the order in which it was put. A record's position is its line's. One process at a time
 * writes it; others may read meanwhile, up to the last line feed.
 */
public final class FileTarget implements Target, AutoCloseable {

  private static final int MOST_RECORDS = 10_000;
  private static final long MOST_BYTES = 8 << 20;

  private final LineFile file;

  private FileTarget(LineFile file) {
    this.file = file;
  }

  /**
   * Opens a file, which is made when it is missing, and goes on behind its last line.
   *
   * @throws BufferException when somebody else writes it, or it holds something else
   */
  public static FileTarget open(Path path) {
    return new FileTarget(LineFile.open(path));
  }

  @Override
  public String name() {
    return "file '" + file.path() + "'";
  }

  /** Requests fail as a whole only, so the order that they come in is kept without holding back. */
  @Override
  public Order order() {
    return Order.NONE;
  }

  @Override
  public RequestLimits limits() {
    return new Limits();
  }

  private record Limits() implements RequestLimits {
    @Override
    public Optional<String> refusal(OutgoingRecord record) {
      return Optional.empty();
    }

    @Override
    public List<Integer> choose(List<OutgoingRecord> candidates) {
      List<Integer> chosen = new ArrayList<>();
      long bytes = 0;
      for (int i = 0; i < candidates.size() && chosen.size() < MOST_RECORDS; i++) {
        bytes += candidates.get(i).data().size();
        if (bytes > MOST_BYTES && i > 0) {
          break;
        }
        chosen.add(i);
      }
      return chosen;
    }
  }

  @Override
  public List<Answer> put(List<OutgoingRecord> request) {
    List<LongFunction<Bytes>> lines =
        request.stream()
            .<LongFunction<Bytes>>map(
                record -> at -> FileLines.encode(new FileLines.Line(at, record)))
            .toList();
    try {
      long first = file.append(lines);
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < request.size(); i++) {
        String part = file.path().getFileName().toString();
        answers.add(new Answer.Written(new TargetPosition(part, Long.toString(first + i))));
      }
      return answers;
    } catch (IOException e) {
      throw new TargetException(
          TargetException.Kind.TRANSIENT, name() + " cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new BufferException(name() + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
