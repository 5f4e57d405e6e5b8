package dev.tidemark.cli.chaos;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.protocol.PayloadKeys;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ObjectKey;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.engine.PayloadFormat;
import dev.tidemark.local.ServiceTap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * When which record was recorded as finished: looks at each batch row right after a write to it has
 * landed, before its writer can know. Thread-safe.
 */
final class RowHistory implements ServiceTap.Watcher {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String BATCH = "BATCH#";
  private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "TransactWriteItems");

  private final StatusStore statuses;
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();

  private record Seen(BatchRow row, Instant at) {}

  /** The key of a batch row in a request. */
  private record RowKey(ShardKey shard, Position last, ClaimId claim) {}

  /**
   * @param statuses the rows, reached past the tap
   */
  RowHistory(StatusStore statuses) {
    this.statuses = statuses;
  }

  @Override
  public void answered(ServiceTap.Request request, int status) {
    String operation = request.target().substring(request.target().indexOf('.') + 1);
    if (status == 200 && WRITES.contains(operation)) {
      rowKeys(request.body()).forEach(this::look);
    }
  }

  private void look(RowKey key) {
    statuses.batches(key.shard(), key.last(), Optional.empty()).rows().stream()
        .filter(row -> row.claim().equals(key.claim()))
        .forEach(row -> seen.add(new Seen(row, Instant.now())));
  }

  /** Every object with a partition key and a sort key, wherever it stands in the request. */
  private static List<RowKey> rowKeys(Bytes body) {
    var found = new ArrayList<RowKey>();
    if (!body.toUtf8().contains(BATCH)) {
      return found;
    }
    try (JsonParser json = JSON.createParser(body.asInputStream())) {
      json.nextToken();
      collect(json, found);
    } catch (IOException e) {
      throw new UncheckedIOException("a request of the SDK is JSON", e);
    }
    return found;
  }

  /** Reads one object and what is in it; returns its field S, if it is an attribute value. */
  private static Optional<String> collect(JsonParser json, List<RowKey> found) throws IOException {
    Map<String, String> values = new HashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (value == JsonToken.START_OBJECT) {
        collect(json, found).ifPresent(text -> values.put(field, text));
      } else if (value == JsonToken.START_ARRAY) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          if (json.currentToken() == JsonToken.START_OBJECT) {
            collect(json, found);
          }
        }
      } else if (field.equals("S")) {
        return textOfAttribute(json);
      }
    }
    String sortKey = values.getOrDefault("sk", "");
    if (values.containsKey("pk") && sortKey.startsWith(BATCH)) {
      found.add(rowKey(values.get("pk"), sortKey));
    }
    return Optional.empty();
  }

  private static Optional<String> textOfAttribute(JsonParser json) throws IOException {
    String text = json.getText();
    json.nextToken();
    return Optional.of(text);
  }

  private static RowKey rowKey(String partitionKey, String sortKey) {
    int end = sortKey.indexOf('#', BATCH.length());
    return new RowKey(
        ShardKey.ofText(partitionKey),
        Position.ofSortableText(sortKey.substring(BATCH.length(), end)),
        new ClaimId(sortKey.substring(end + 1)));
  }

  /** When each record was first seen as finished. */
  Map<Place, Instant> finishedAt(PayloadStore payloads) {
    Map<Place, Instant> times = new HashMap<>();
    Map<ObjectKey, List<Position>> manifests = new HashMap<>();
    for (Seen one : seen) {
      BatchRow row = one.row();
      if (row.progress().finished() == 0 || row.status() == BatchStatus.ABANDONED) {
        continue;
      }
      ObjectKey key = PayloadKeys.batch(row.shard(), row.claim(), row.span());
      List<Position> lines = manifests.computeIfAbsent(key, any -> positions(payloads.get(key)));
      for (int line = 0; line < lines.size(); line++) {
        if (row.progress().isFinished(line)) {
          times.merge(
              new Place(Place.shard(row.shard()), lines.get(line)), one.at(), RowHistory::min);
        }
      }
    }
    return times;
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static List<Position> positions(Optional<Bytes> payload) {
    return payload.map(PayloadFormat::decodeManifest).map(Manifest::positions).orElse(List.of());
  }
}
