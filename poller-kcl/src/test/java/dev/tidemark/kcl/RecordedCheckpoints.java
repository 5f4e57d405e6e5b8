package dev.tidemark.kcl;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.exceptions.ThrottlingException;
import software.amazon.kinesis.processor.Checkpointer;
import software.amazon.kinesis.processor.PreparedCheckpointer;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/** What the library was told; it can refuse as the library does. */
final class RecordedCheckpoints implements RecordProcessorCheckpointer {

  final List<String> told = new ArrayList<>();
  boolean throttlesOnce;
  boolean shardIsLost;

  @Override
  public void checkpoint() throws ShutdownException, ThrottlingException {
    tell("end");
  }

  @Override
  public void checkpoint(String sequenceNumber) throws ShutdownException, ThrottlingException {
    tell(sequenceNumber);
  }

  private void tell(String what) throws ShutdownException, ThrottlingException {
    if (shardIsLost) {
      throw new ShutdownException("the lease is somebody else's");
    }
    if (throttlesOnce) {
      throttlesOnce = false;
      throw new ThrottlingException("too fast");
    }
    told.add(what);
  }

  @Override
  public void checkpoint(Record record) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkpoint(String sequenceNumber, long subSequenceNumber) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PreparedCheckpointer prepareCheckpoint() {
    throw new UnsupportedOperationException();
  }

  @Override
  public PreparedCheckpointer prepareCheckpoint(byte[] applicationState) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PreparedCheckpointer prepareCheckpoint(Record record) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PreparedCheckpointer prepareCheckpoint(Record record, byte[] applicationState) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PreparedCheckpointer prepareCheckpoint(String sequenceNumber) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PreparedCheckpointer prepareCheckpoint(String sequenceNumber, byte[] applicationState) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PreparedCheckpointer prepareCheckpoint(String sequenceNumber, long subSequenceNumber) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PreparedCheckpointer prepareCheckpoint(
      String sequenceNumber, long subSequenceNumber, byte[] applicationState) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Checkpointer checkpointer() {
    throw new UnsupportedOperationException();
  }
}
