package dev.tidemark.testkit.junit;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.RecordStatus;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the stores say of each record of a stream.
 *
 * @param statuses by record, in the order in which they were put
 * @param finishedTwice records that two batches have recorded as finished
 * @param unreadable exhausted records whose payload and error cannot be read
 */
record RecordedStatuses(
    Map<TestRecord, RecordStatus> statuses,
    List<TestRecord> finishedTwice,
    List<TestRecord> unreadable) {

  /** A record's position is unique within its shard only. */
  private record Place(String shard, Position position) {

    /** Where the aggregate stands that a record is in, for a consumer that does not open it. */
    Place whole() {
      return new Place(shard, new Position(position.sequenceNumber(), Position.WHOLE_AGGREGATE));
    }
  }

  static RecordedStatuses of(
      World world, String stream, List<TestRecord> records, Set<String> consumers) {
    Map<Place, List<RecordStatus>> found = found(world, stream, records, consumers);
    Set<Place> readable = readable(world, stream);
    Map<TestRecord, RecordStatus> statuses = new LinkedHashMap<>();
    List<TestRecord> twice = new ArrayList<>();
    List<TestRecord> unreadable = new ArrayList<>();
    for (TestRecord record : records) {
      var place = new Place(record.shardId(), record.position());
      List<RecordStatus> all =
          found.getOrDefault(place, found.getOrDefault(place.whole(), List.of()));
      RecordStatus status = best(all);
      statuses.put(record, status);
      if (all.stream().filter(RecordStatus::isFinished).count() > 1) {
        twice.add(record);
      }
      boolean kept = readable.contains(place) || readable.contains(place.whole());
      if (status == RecordStatus.EXHAUSTED && !kept) {
        unreadable.add(record);
      }
    }
    return new RecordedStatuses(statuses, twice, unreadable);
  }

  /** What each row of these consumers says of each of its lines. */
  private static Map<Place, List<RecordStatus>> found(
      World world, String stream, List<TestRecord> records, Set<String> consumers) {
    List<BatchRow> rows =
        world.statuses().batchRows().stream()
            .filter(row -> row.shard().stream().equals(stream))
            .filter(row -> consumers.contains(row.shard().consumer()))
            .toList();
    Map<Place, List<RecordStatus>> found = new HashMap<>();
    for (BatchRow row : rows) {
      List<Position> lines = lines(world, row, records);
      for (int line = 0; line < lines.size(); line++) {
        found
            .computeIfAbsent(
                new Place(row.shard().shard(), lines.get(line)), p -> new ArrayList<>())
            .add(status(row, line));
      }
    }
    return found;
  }

  private static RecordStatus status(BatchRow row, int line) {
    RecordStatus recorded = row.progress().status(line);
    boolean open = recorded == RecordStatus.PENDING && row.status() == BatchStatus.IN_PROGRESS;
    return open ? RecordStatus.IN_PROGRESS : recorded;
  }

  private static RecordStatus best(List<RecordStatus> all) {
    return all.stream()
        .max(java.util.Comparator.comparingInt(RecordedStatuses::rank))
        .orElse(RecordStatus.PENDING);
  }

  private static int rank(RecordStatus status) {
    return switch (status) {
      case PENDING -> 0;
      case IN_PROGRESS -> 1;
      case FAILED -> 2;
      case EXHAUSTED -> 3;
      case IGNORED -> 4;
      case SUCCEEDED -> 5;
    };
  }

  /**
   * The positions of a batch's lines. A batch without a manifest has those of all records in its
   * range, if that is as many as it counts; else nothing is known.
   */
  private static List<Position> lines(World world, BatchRow row, List<TestRecord> records) {
    ObjectKey key = PayloadKeys.batch(row.shard(), row.claim(), row.span());
    return world
        .payloads()
        .get(key)
        .map(PayloadLines::positions)
        .orElseGet(
            () -> {
              List<Position> inRange =
                  records.stream()
                      .filter(record -> record.shardId().equals(row.shard().shard()))
                      .map(TestRecord::position)
                      .filter(row.span()::covers)
                      .toList();
              return inRange.size() == row.span().count() ? inRange : List.of();
            });
  }

  /** The exhausted records that can be read, whichever consumer gave them up. */
  private static Set<Place> readable(World world, String stream) {
    Set<Place> readable = new HashSet<>();
    for (ObjectKey key : world.payloads().keys()) {
      String[] parts = key.value().split("/", -1);
      if (parts.length > 3 && parts[0].equals("exhausted") && parts[2].equals("stream=" + stream)) {
        String shard = parts[3].substring("shard=".length());
        world.payloads().get(key).map(PayloadLines::positions).stream()
            .flatMap(List::stream)
            .forEach(position -> readable.add(new Place(shard, position)));
      }
    }
    return readable;
  }
}
