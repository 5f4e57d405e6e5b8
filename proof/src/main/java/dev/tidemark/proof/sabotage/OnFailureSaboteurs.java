package dev.tidemark.proof.sabotage;

import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.store.BatchKey;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Bugs that show only where payloads are stored on failure. */
final class OnFailureSaboteurs {

  private static final Position NOWHERE = Position.of("1");

  private OnFailureSaboteurs() {}

  static List<Saboteur> all() {
    return List.of(
        new Saboteur(
            "settled-before-its-payload",
            "A batch that failed is settled while its payload, stored on failure, is on its way.",
            storing(Tardy::new)),
        new Saboteur(
            "range-without-payload",
            "A batch without a payload is taken to hold what is delivered of its range.",
            reading(OnFailureSaboteurs::whatIsDelivered)),
        new Saboteur(
            "same-cut-not-known",
            "A batch without a payload is not recognised, not even in the same cut.",
            reading(seen -> List.of(NOWHERE))));
  }

  private static List<Position> whatIsDelivered(Unlisted batch) {
    return batch.around().delivery().records().stream()
        .map(SourceRecord::position)
        .filter(batch.row().span()::covers)
        .limit(batch.row().span().count())
        .toList();
  }

  /** A batch that succeeded and left no payload. */
  private record Unlisted(BatchRow row, Surroundings around) {}

  private static Sabotage storing(Function<PayloadStore, PayloadStore> tampered) {
    return new Sabotage() {
      @Override
      public PayloadStore payloads(PayloadStore payloads, Surroundings around) {
        return switch (around.settings().durability().payloads()) {
          case ALWAYS -> payloads;
          case ON_FAILURE -> tampered.apply(payloads);
        };
      }
    };
  }

  private static Sabotage reading(Function<Unlisted, List<Position>> guess) {
    return new Sabotage() {
      @Override
      public PayloadStore payloads(PayloadStore payloads, Surroundings around) {
        return new Guessing(payloads, around, guess);
      }
    };
  }

  /** Stores a payload only with the next call to the store. */
  private static final class Tardy implements PayloadStore {
    private record Put(ObjectKey key, Bytes content) {}

    private final PayloadStore payloads;
    private final Deque<Put> underWay = new ArrayDeque<>();

    Tardy(PayloadStore payloads) {
      this.payloads = payloads;
    }

    @Override
    public PutReply putIfAbsent(ObjectKey key, Bytes content) {
      land();
      if (PayloadSaboteurs.isError(key)) {
        return payloads.putIfAbsent(key, content);
      }
      underWay.add(new Put(key, content));
      return PutReply.STORED;
    }

    @Override
    public Optional<Bytes> get(ObjectKey key) {
      land();
      return payloads.get(key);
    }

    private void land() {
      underWay.forEach(put -> payloads.putIfAbsent(put.key(), put.content()));
      underWay.clear();
    }
  }

  /** Finds a manifest for a batch that has none. */
  private record Guessing(
      PayloadStore payloads, Surroundings around, Function<Unlisted, List<Position>> guess)
      implements PayloadStore {

    @Override
    public PutReply putIfAbsent(ObjectKey key, Bytes content) {
      return payloads.putIfAbsent(key, content);
    }

    @Override
    public Optional<Bytes> get(ObjectKey key) {
      Optional<Bytes> stored = payloads.get(key);
      return stored.isPresent()
          ? stored
          : succeeded(key)
              .map(row -> guess.apply(new Unlisted(row, around)))
              .filter(lines -> !lines.isEmpty())
              .map(PayloadSaboteurs::text);
    }

    private Optional<BatchRow> succeeded(ObjectKey key) {
      ShardKey shard = around.delivery().shard();
      var rows = new ArrayList<BatchRow>();
      Optional<BatchKey> after = Optional.empty();
      do {
        BatchPage page = around.rows().batches(shard, around.delivery().first(), after);
        rows.addAll(page.rows());
        after = page.next();
      } while (after.isPresent());
      return rows.stream()
          .filter(row -> row.status() == BatchStatus.SUCCEEDED)
          .filter(row -> PayloadKeys.batch(shard, row.claim(), row.span()).equals(key))
          .findFirst();
    }
  }
}
