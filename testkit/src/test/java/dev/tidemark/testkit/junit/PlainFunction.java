package dev.tidemark.testkit.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tidemark.checkpoint.Attempts;
import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.IndexSet;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.ShardKey;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A handler written by hand: one row for each record, written once the record is done. */
final class PlainFunction implements RequestStreamHandler {

  /** What a good answer looks like when everything is done. */
  static final String ALL_DONE = "{\"batchItemFailures\":[]}";

  private static final Pattern RECORD =
      Pattern.compile(
          "\"sequenceNumber\":\"(\\d+)\",\"data\":\"([^\"]*)\".*?\"eventID\":\"([^:]+):");
  private static final Pattern STREAM = Pattern.compile(":stream/([^\"]+)\"");

  private final FunctionProcess process;
  private final Consumer<String> code;
  private final String answer;

  PlainFunction(FunctionProcess process, Consumer<String> code) {
    this(process, code, ALL_DONE);
  }

  PlainFunction(FunctionProcess process, Consumer<String> code, String answer) {
    this.process = process;
    this.code = code;
    this.answer = answer;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context)
      throws IOException {
    String json = new String(event.readAllBytes(), UTF_8);
    Matcher stream = STREAM.matcher(json);
    Matcher record = RECORD.matcher(json);
    while (stream.find() && record.find()) {
      var shard = new ShardKey("plain", stream.group(1), record.group(3));
      var position = Position.of(record.group(1));
      String text = new String(Base64.getDecoder().decode(record.group(2)), UTF_8);
      if (!isDone(shard, position)) {
        process.reach("before " + text);
        code.accept(text);
        process.statuses().create(done(shard, position));
        context.getLogger().log("did " + text);
      }
    }
    response.write(answer.getBytes(UTF_8));
  }

  private boolean isDone(ShardKey shard, Position position) {
    return process.statuses().batches(shard, position, Optional.empty()).rows().stream()
        .anyMatch(row -> row.span().first().equals(position));
  }

  private BatchRow done(ShardKey shard, Position position) {
    Instant now = process.clock().instant();
    var claim = new ClaimId("plain-" + process.number());
    return new BatchRow(
        shard,
        claim,
        new BatchSpan(position, position, 1, now),
        BatchStatus.SUCCEEDED,
        new Ownership(claim, now, 1, 1),
        new Progress(IndexSet.firstOf(1), IndexSet.EMPTY, IndexSet.EMPTY, Attempts.NONE),
        Optional.empty(),
        new RowTimes(now, now, Optional.empty()));
  }
}
