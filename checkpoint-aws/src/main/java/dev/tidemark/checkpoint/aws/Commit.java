package dev.tidemark.checkpoint.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/**
 * A row and effects as one request. The row goes first, so that its answer is at the same place
 * however many effects there are.
 *
 * <p>No {@code ClientRequestToken} of ours: the row's condition recognises a try that has landed,
 * and longer than the ten minutes for which DynamoDB knows a token. The SDK makes up a token for
 * each call, which covers the tries that it makes by itself.
 *
 * @param table where the row is written
 * @param row the row's write
 * @param effects what is written with it
 */
record Commit(String table, RowPut row, List<DynamoDbEffects> effects) {

  /** A write: the place of its effects, and its place in them. */
  record Place(int effects, int write) {}

  Commit {
    effects = List.copyOf(effects);
  }

  TransactWriteItemsRequest request() {
    Stream<TransactWriteItem> others =
        effects.stream().flatMap(one -> one.writes().stream()).map(EffectWrite::item);
    return TransactWriteItemsRequest.builder()
        .transactItems(Stream.concat(Stream.of(row.inTransaction(table)), others).toList())
        .build();
  }

  /** Where the items of the request behind the row come from. */
  List<Place> places() {
    var places = new ArrayList<Place>();
    for (int i = 0; i < effects.size(); i++) {
      for (int write = 0; write < effects.get(i).size(); write++) {
        places.add(new Place(i, write));
      }
    }
    return places;
  }

  /** The tables that the effects are about. */
  Set<String> effectTables() {
    var tables = new TreeSet<String>();
    effects.stream()
        .flatMap(one -> one.writes().stream())
        .forEach(write -> tables.add(write.target().table()));
    return tables;
  }
}
