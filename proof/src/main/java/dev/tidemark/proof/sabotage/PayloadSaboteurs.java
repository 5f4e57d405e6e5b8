package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.testkit.protocol.PositionLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Bugs of payloads and manifests. */
final class PayloadSaboteurs {

  private static final String EXHAUSTED = "exhausted/";

  private PayloadSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        new Saboteur(
            "done-before-durable",
            "The payload counts as stored and is not.",
            putting((key, content) -> isError(key) ? Optional.of(content) : Optional.empty())),
        new Saboteur(
            "exhausted-before-durable",
            "The error of an exhausted record counts as stored and is not.",
            putting((key, content) -> isError(key) ? Optional.empty() : Optional.of(content))),
        new Saboteur(
            "payload-cut-short",
            "The last line of a payload is not stored.",
            putting((key, content) -> Optional.of(isError(key) ? content : cutLast(content)))),
        new Saboteur(
            "payload-in-another-order",
            "The lines of a payload are not in the order of the batch.",
            putting((key, content) -> Optional.of(isError(key) ? content : turned(content)))),
        new Saboteur(
            "membership-by-range",
            "Every record between the first and the last of a batch counts as one of it.",
            (Reading) PayloadSaboteurs::byRange),
        new Saboteur(
            "manifest-not-read",
            "A manifest counts as not there.",
            (Reading) (lines, delivery) -> List.of()),
        new Saboteur(
            "manifest-shifted",
            "The lines of a manifest are counted from 1.",
            (Reading) PayloadSaboteurs::shifted));
  }

  static boolean isError(ObjectKey key) {
    return key.value().startsWith(EXHAUSTED);
  }

  static Bytes text(List<Position> positions) {
    return Bytes.ofUtf8(
        positions.stream().map(Position::toSortableText).collect(Collectors.joining("\n")));
  }

  private static Bytes cutLast(Bytes content) {
    List<Position> lines = PositionLines.positions(content);
    return lines.size() < 2 ? content : text(lines.subList(0, lines.size() - 1));
  }

  private static Bytes turned(Bytes content) {
    return text(PositionLines.positions(content).reversed());
  }

  private static List<Position> byRange(List<Position> lines, Delivery delivery) {
    var all = new TreeSet<>(lines);
    Position first = lines.get(0);
    Position last = lines.get(lines.size() - 1);
    for (SourceRecord record : delivery.records()) {
      if (!record.position().isBefore(first) && !record.position().isAfter(last)) {
        all.add(record.position());
      }
    }
    return List.copyOf(all);
  }

  private static List<Position> shifted(List<Position> lines, Delivery delivery) {
    return lines.size() < 2 ? lines : new ArrayList<>(lines.subList(1, lines.size()));
  }

  private static Sabotage putting(BiFunction<ObjectKey, Bytes, Optional<Bytes>> change) {
    return new Sabotage() {
      @Override
      public PayloadStore payloads(PayloadStore payloads, Surroundings around) {
        return new Tampered(payloads, change, UnaryOperator.identity());
      }
    };
  }

  /** Changes the manifests that are read. */
  private interface Reading extends Sabotage {
    List<Position> read(List<Position> lines, Delivery delivery);

    @Override
    default PayloadStore payloads(PayloadStore payloads, Surroundings around) {
      return new Tampered(
          payloads,
          (key, content) -> Optional.of(content),
          found ->
              found
                  .map(content -> read(PositionLines.positions(content), around.delivery()))
                  .filter(lines -> !lines.isEmpty())
                  .map(PayloadSaboteurs::text));
    }
  }

  private record Tampered(
      PayloadStore payloads,
      BiFunction<ObjectKey, Bytes, Optional<Bytes>> put,
      UnaryOperator<Optional<Bytes>> get)
      implements PayloadStore {

    @Override
    public PutReply putIfAbsent(ObjectKey key, Bytes content) {
      return put.apply(key, content)
          .map(changed -> payloads.putIfAbsent(key, changed))
          .orElse(PutReply.STORED);
    }

    @Override
    public Optional<Bytes> get(ObjectKey key) {
      return get.apply(payloads.get(key));
    }
  }
}
