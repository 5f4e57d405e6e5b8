package dev.tidemark.local;

import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.mapping.FailureMessage;
import dev.tidemark.mapping.MappedRecord;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a mapping tells. */
final class Recorder implements MappingListener {
  private final List<List<SequenceNumber>> invocations = new ArrayList<>();
  private final List<FailureMessage> messages = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  @Override
  public synchronized void invoked(String shardId, List<MappedRecord> records) {
    invocations.add(records.stream().map(MappedRecord::sequenceNumber).toList());
  }

  @Override
  public synchronized void reported(FailureMessage message) {
    messages.add(message);
  }

  @Override
  public synchronized void problem(String shardId, String what) {
    problems.add(what);
  }

  synchronized List<List<SequenceNumber>> invocations() {
    return List.copyOf(invocations);
  }

  synchronized List<FailureMessage> messages() {
    return List.copyOf(messages);
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }
}
