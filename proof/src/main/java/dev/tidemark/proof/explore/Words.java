package dev.tidemark.proof.explore;

import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SourceRecord;
import dev.tidemark.checkpoint.protocol.Command;
import dev.tidemark.checkpoint.protocol.Event;
import dev.tidemark.checkpoint.protocol.Response;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.ReplaceReply;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says in words what a move does. */
final class Words {

  private final Machine machine;
  private final Scene scene;

  Words(Machine machine) {
    this.machine = machine;
    this.scene = machine.scene();
  }

  String say(Move move, State before) {
    return switch (move) {
      case Move.Begin begin ->
          name(before.begun()) + " gets " + positions(begin.delivered()) + why(begin.why());
      case Move.Answer answer -> answered(answer.invocation(), answer.call(), before);
      case Move.Refuse refuse ->
          name(refuse.invocation()) + ": does not arrive: " + call(refuse.call());
      case Move.LoseReply lose -> lostReply(lose, before);
      case Move.Delay delay ->
          name(delay.invocation()) + ": gives up on, and it will land: " + call(delay.call());
      case Move.Land land -> late(before.late(land.place()) - 1, before);
      case Move.Finish finish -> finished(finish, before);
      case Move.Resume resume ->
          name(resume.invocation())
              + ": has waited"
              + then(resume.invocation(), machine.calls().paused(), before);
      case Move.Ring ring ->
          name(ring.invocation())
              + ": its alarm rings"
              + then(ring.invocation(), machine.calls().alarm(), before);
      case Move.Die death -> name(death.invocation()) + " dies";
      case Move.DieSending death ->
          name(death.invocation()) + " dies, and this will land: " + call(death.call());
      case Move.Pass pass -> pass.seconds() + " seconds pass";
    };
  }

  private String lostReply(Move.LoseReply lose, State before) {
    return name(lose.invocation())
        + ": loses the reply: "
        + call(lose.call())
        + reply(lose.call(), before);
  }

  private String late(int call, State before) {
    return "lands late: " + call(call) + reply(call, before);
  }

  private static String why(Move.Why why) {
    return switch (why) {
      case REST -> "";
      case CUT -> ", cut short";
      case REPLAY -> ", replayed from the start";
    };
  }

  private String name(int invocation) {
    return scene.claim(invocation).toString();
  }

  private String positions(int bits) {
    return scene.delivery(bits).records().stream()
        .map(record -> record.position().toString())
        .collect(Collectors.joining(", "));
  }

  private String answered(int invocation, int call, State before) {
    int happening = machine.stores().land(before.store(), call).happening();
    return name(invocation)
        + ": "
        + call(call)
        + reply(call, before)
        + then(invocation, happening, landed(call, before));
  }

  private State landed(int call, State before) {
    var after = new State(machine.shape());
    after.copy(before);
    after.store(machine.stores().land(before.store(), call).store());
    return after;
  }

  private String finished(Move.Finish finish, State before) {
    String how =
        switch (scene.scope().records().get(finish.record()).ending()) {
          case SUCCEEDS -> "is done";
          case FAILS -> "fails";
        };
    var result = scene.sabotage().result(scene.result(finish.record()), false);
    int happening = machine.calls().finished(finish.index(), result);
    return name(finish.invocation())
        + ": "
        + scene.position(finish.record())
        + " "
        + how
        + then(finish.invocation(), happening, before);
  }

  /** What an invocation does then, as far as it shows. */
  private String then(int invocation, int happening, State before) {
    var after = machine.nodes().after(before.node(invocation), happening, before.seconds());
    var words = new ArrayList<String>();
    if (after.starts() != 0) {
      words.add("starts " + positions(after.starts()));
    }
    after.response().map(this::response).ifPresent(words::add);
    return words.isEmpty() ? "" : "; " + String.join(", ", words);
  }

  private String response(Response response) {
    return "responds "
        + response
            .lowestUnfinished()
            .map(low -> "from " + low + " on")
            .orElse("that all is finished");
  }

  private String call(int number) {
    return switch (machine.calls().get(number).call()) {
      case Command.ClaimShard claim ->
          switch (claim.claim()) {
            case ShardClaim.Fresh fresh ->
                "claims " + fresh.slot().span().first() + " to " + fresh.slot().span().last();
            case ShardClaim.Beside beside ->
                "claims beside others "
                    + beside.slot().span().first()
                    + " to "
                    + beside.slot().span().last();
          };
      case Command.ReadBatches read -> "reads the rows from " + read.from() + " on";
      case Command.ReadManifest read -> "reads the manifest of " + claim(read.payload().value());
      case Command.CreateBatch create -> "creates the row of " + row(create.row());
      case Command.TakeOverBatch take -> "takes over " + row(take.seen());
      case Command.ReplaceBatch replace -> "writes the row of " + row(replace.row());
      case Command.CommitBatch commit ->
          "commits " + commit.effects().size() + " effects with the row of " + row(commit.row());
      case Command.StorePayload store -> "stores the payload of " + claim(store.key().value());
      case Command.StoreExhausted store -> "stores as exhausted " + exhausted(store);
    };
  }

  private static String exhausted(Command.StoreExhausted store) {
    return store.records().stream()
        .map(one -> one.record())
        .map(SourceRecord::position)
        .map(Position::toString)
        .collect(Collectors.joining(", "));
  }

  private static String claim(String key) {
    return key.substring(key.lastIndexOf('/') + 1)
        .replaceFirst("^[0-9]+-", "")
        .replace(".ndjson.gz", "");
  }

  private static String row(BatchRow row) {
    Progress progress = row.progress();
    var said = new ArrayList<String>();
    said.add(row.status().toString());
    if (!progress.succeeded().isEmpty()) {
      said.add("done " + progress.succeeded());
    }
    if (!progress.exhausted().isEmpty()) {
      said.add("exhausted " + progress.exhausted());
    }
    if (!progress.attempts().isNone()) {
      said.add("attempts " + progress.attempts());
    }
    if (!progress.inFlight().isNone()) {
      said.add("in flight " + progress.inFlight().lines());
    }
    said.add("revision " + row.ownership().revision());
    return row.claim() + " (" + String.join(", ", said) + ")";
  }

  private String reply(int call, State before) {
    int happening = machine.stores().land(before.store(), call).happening();
    return switch (machine.calls().happening(happening).event()) {
      case Event.ShardClaimed claimed ->
          claimed.reply() instanceof ClaimReply.Refused ? ": refused" : "";
      case Event.BatchesRead read -> ": " + rows(read.page().rows());
      case Event.ManifestRead read -> read.manifest().isPresent() ? "" : ": there is none";
      case Event.BatchCreated created ->
          created.reply() instanceof CreateReply.AlreadyThere ? ": there is one" : "";
      case Event.BatchTaken taken ->
          taken.reply() instanceof TakeOverReply.Refused ? ": refused" : "";
      case Event.BatchReplaced replaced ->
          replaced.reply() instanceof ReplaceReply.Fenced ? ": fenced" : "";
      case Event other -> "";
    };
  }

  private static String rows(List<BatchRow> rows) {
    return rows.isEmpty()
        ? "none"
        : rows.stream().map(Words::row).collect(Collectors.joining(" and "));
  }
}
