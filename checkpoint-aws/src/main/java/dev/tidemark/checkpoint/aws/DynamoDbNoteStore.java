package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.Note;
import dev.tidemark.checkpoint.store.NoteReply;
import dev.tidemark.checkpoint.store.NoteStore;
import dev.tidemark.checkpoint.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Notes in the DynamoDB table of a {@link CheckpointTable}.
 *
 * <p>A write of up to 350 KB is one {@code PutItem} with a condition; a larger one writes the rest
 * first, into items of its own, and removes those of the note before it. Reads are strongly
 * consistent.
 *
 * <p>Needs {@code dynamodb:Query}, {@code PutItem} and, for notes above 350 KB, {@code DeleteItem}
 * on the table. Without the last one such items stay until they expire.
 *
 * <p>Thread-safe; the client stays the caller's to close.
 */
public final class DynamoDbNoteStore implements NoteStore {

  private static final int TRIES = 5;

  private final DynamoDbClient client;
  private final String table;
  private final DynamoDbFailures failures;

  public DynamoDbNoteStore(DynamoDbClient client, CheckpointTable table) {
    this.client = Objects.requireNonNull(client);
    this.table = table.name();
    this.failures = new DynamoDbFailures(table.name());
  }

  @Override
  public Optional<Note> read(ShardKey shard, String name) {
    for (int i = 0; i < TRIES; i++) {
      Optional<NoteItem> first = item(NoteItem.key(shard, name), NoteItem::decode);
      Optional<Note> whole = first.flatMap(item -> whole(shard, name, item));
      if (first.isEmpty() || whole.isPresent()) {
        return whole;
      }
    }
    throw new StoreException(
        StoreException.Kind.TRANSIENT,
        "note '" + name + "' of shard " + shard + " is being written again and again");
  }

  /** The note with what follows the first item; nothing when a later write has removed that. */
  private Optional<Note> whole(ShardKey shard, String name, NoteItem first) {
    if (first.parts() == 0) {
      return Optional.of(first.note());
    }
    var content = new ByteArrayOutputStream();
    content.writeBytes(first.note().content().toByteArray());
    for (int part = 1; part <= first.parts(); part++) {
      Optional<Bytes> more = item(first.partKey(shard, name, part), NoteItem::decodePart);
      if (more.isEmpty()) {
        return Optional.empty();
      }
      content.writeBytes(more.get().toByteArray());
    }
    Note note = first.note();
    return Optional.of(
        new Note(note.revision(), Bytes.wrap(content.toByteArray()), note.expiresAt()));
  }

  @Override
  public NoteReply write(ShardKey shard, String name, Note note) {
    int size = note.content().size();
    if (size > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a note holds at most " + MAX_BYTES + " bytes, this one has " + size);
    }
    int parts = Math.max(0, (size - 1) / NoteItem.PART_BYTES);
    String write = parts == 0 ? "" : UUID.randomUUID().toString();
    Bytes head = note.content().slice(0, Math.min(size, NoteItem.PART_BYTES));
    var item = new NoteItem(new Note(note.revision(), head, note.expiresAt()), parts, write);
    for (int part = 1; part <= parts; part++) {
      int from = part * NoteItem.PART_BYTES;
      Bytes content = note.content().slice(from, Math.min(NoteItem.PART_BYTES, size - from));
      put(item.part(shard, name, part, content));
    }
    return replace(shard, name, item);
  }

  private NoteReply replace(ShardKey shard, String name, NoteItem item) {
    PutItemRequest request = request(shard, name, item);
    return call(
        "PutItem",
        () -> {
          Map<String, AttributeValue> before;
          try {
            before = client.putItem(request).attributes();
          } catch (ConditionalCheckFailedException e) {
            removeParts(shard, name, item);
            return new NoteReply.Conflict(read(shard, name));
          }
          if (!before.isEmpty()) {
            removeParts(shard, name, decode(before, before, NoteItem::decode));
          }
          return new NoteReply.Written();
        });
  }

  private PutItemRequest request(ShardKey shard, String name, NoteItem item) {
    var expression = new Expression();
    long revision = item.note().revision();
    String condition =
        revision == 1
            ? "attribute_not_exists(%s)".formatted(expression.name(CheckpointTable.PARTITION_KEY))
            : "%s AND %s"
                .formatted(
                    expression.equal(NoteItem.FORMAT, NoteItem.FORMAT_VALUE),
                    expression.equal(NoteItem.REVISION, Values.number(revision - 1)));
    var request =
        PutItemRequest.builder()
            .tableName(table)
            .item(item.first(shard, name))
            .conditionExpression(condition)
            .expressionAttributeNames(expression.names())
            .returnValues(ReturnValue.ALL_OLD)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.NONE);
    return revision == 1
        ? request.build()
        : request.expressionAttributeValues(expression.values()).build();
  }

  private void put(Map<String, AttributeValue> item) {
    call("PutItem", () -> client.putItem(request -> request.tableName(table).item(item)));
  }

  /** Items that nothing leads to any more; they would expire as well. */
  private void removeParts(ShardKey shard, String name, NoteItem item) {
    for (int part = 1; part <= item.parts(); part++) {
      Map<String, AttributeValue> key = item.partKey(shard, name, part);
      try {
        client.deleteItem(request -> request.tableName(table).key(key));
      } catch (SdkException e) {
        return; // the time to live removes them
      }
    }
  }

  private <R> Optional<R> item(
      Map<String, AttributeValue> key, Function<Map<String, AttributeValue>, R> decoder) {
    List<Map<String, AttributeValue>> items = call("Query", () -> client.query(one(key)).items());
    return items.stream().findFirst().map(item -> decode(key, item, decoder));
  }

  /**
   * A query of one item, which costs what getting it does: a function may query its rows anyway.
   */
  private QueryRequest one(Map<String, AttributeValue> key) {
    var expression = new Expression();
    String condition =
        key.entrySet().stream()
            .map(part -> expression.equal(part.getKey(), part.getValue()))
            .collect(Collectors.joining(" AND "));
    return QueryRequest.builder()
        .tableName(table)
        .keyConditionExpression(condition)
        .expressionAttributeNames(expression.names())
        .expressionAttributeValues(expression.values())
        .consistentRead(true)
        .build();
  }

  private <R> R decode(
      Map<String, AttributeValue> key,
      Map<String, AttributeValue> item,
      Function<Map<String, AttributeValue>, R> decoder) {
    try {
      return decoder.apply(item);
    } catch (IllegalArgumentException e) {
      throw failures.unreadable(key, e);
    }
  }

  private <R> R call(String action, Supplier<R> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failures.of(action, e);
    }
  }
}
