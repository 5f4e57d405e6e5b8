package dev.tidemark.handler;

import dev.tidemark.Aggregates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** Lets benchmarks reach what a function does with an event before anything is decided. */
public final class EventPath {

  private EventPath() {}

  /** Reads the event and sorts its records, as a function does; how many records there are. */
  public static int read(byte[] event) throws IOException {
    return size(
        Deliveries.of(
            "consumer", Aggregates.OPEN, EventReader.read(new ByteArrayInputStream(event))));
  }

  /** The same with the parser that any JSON goes through. */
  public static int parse(byte[] event) throws IOException {
    return size(
        Deliveries.of(
            "consumer", Aggregates.OPEN, EventParser.parse(new ByteArrayInputStream(event))));
  }

  private static int size(List<Deliveries> deliveries) {
    return deliveries.stream().mapToInt(one -> one.delivery().size()).sum();
  }
}
