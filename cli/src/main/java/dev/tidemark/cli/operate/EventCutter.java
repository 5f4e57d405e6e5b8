package dev.tidemark.cli.operate;

import dev.tidemark.cli.UserException;
import dev.tidemark.mapping.LambdaEventJson;
import dev.tidemark.mapping.MappedRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Cuts records into events of so many records and of what Lambda takes. Not thread-safe. */
final class EventCutter implements Iterator<List<MappedRecord>> {

  private final LambdaEventJson form;
  private final int most;
  private final Iterator<MappedRecord> records;
  private Optional<MappedRecord> ahead = Optional.empty();

  /**
   * @param most how many records an event has at most
   */
  EventCutter(LambdaEventJson form, int most, Iterator<MappedRecord> records) {
    this.form = form;
    this.most = most;
    this.records = records;
  }

  @Override
  public boolean hasNext() {
    return ahead.isPresent() || records.hasNext();
  }

  /**
   * @throws UserException when a record is too large for any event
   */
  @Override
  public List<MappedRecord> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    var event = new ArrayList<MappedRecord>();
    long size = form.sizeInBytes(List.of());
    while (event.size() < most && hasNext()) {
      MappedRecord record = ahead.orElseGet(records::next);
      ahead = Optional.empty();
      size += form.recordSizeInBytes(record) + 1;
      if (size > LambdaEventJson.PAYLOAD_CAP_BYTES) {
        ahead = Optional.of(fitting(event, record));
        return event;
      }
      event.add(record);
    }
    return event;
  }

  private static MappedRecord fitting(List<MappedRecord> before, MappedRecord record) {
    if (before.isEmpty()) {
      throw new UserException(
          "record %s is too large for an event of Lambda, which takes 6 MB: replay what is around it with --from and --to"
              .formatted(record.sequenceNumber()));
    }
    return record;
  }
}
