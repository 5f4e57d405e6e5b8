package dev.tidemark.producer;

import java.util.List;

/** Another buffer, of which a test changes something. */
class ForwardingBuffer implements Buffer {

  private final Buffer buffer;

  ForwardingBuffer(Buffer buffer) {
    this.buffer = buffer;
  }

  @Override
  public long append(OutgoingRecord record) {
    return buffer.append(record);
  }

  @Override
  public void sync(long number) {
    buffer.sync(number);
  }

  @Override
  public List<Buffered> next(int maxRecords, long maxBytes) {
    return buffer.next(maxRecords, maxBytes);
  }

  @Override
  public void discard(List<Buffered> done) {
    buffer.discard(done);
  }

  @Override
  public BufferLevel level() {
    return buffer.level();
  }

  @Override
  public boolean isDurable() {
    return buffer.isDurable();
  }

  @Override
  public void close() {
    buffer.close();
  }
}
