package dev.tidemark.checkpoint.protocol;

import dev.tidemark.checkpoint.BatchSpan;
import dev.tidemark.checkpoint.BatchStatus;
import dev.tidemark.checkpoint.ClaimId;
import dev.tidemark.checkpoint.Cut;
import dev.tidemark.checkpoint.Delivery;
import dev.tidemark.checkpoint.Manifest;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.protocol.ClaimState.Abandoning;
import dev.tidemark.checkpoint.protocol.ClaimState.Acquiring;
import dev.tidemark.checkpoint.protocol.ClaimState.AwaitingManifests;
import dev.tidemark.checkpoint.protocol.ClaimState.ClaimingBeside;
import dev.tidemark.checkpoint.protocol.ClaimState.ClaimingFresh;
import dev.tidemark.checkpoint.protocol.ClaimState.ReadingBatches;
import dev.tidemark.checkpoint.protocol.ClaimState.ReadingManifest;
import dev.tidemark.checkpoint.protocol.ClaimState.Settled;
import dev.tidemark.checkpoint.store.BatchPage;
import dev.tidemark.checkpoint.store.BatchRow;
import dev.tidemark.checkpoint.store.ClaimReply;
import dev.tidemark.checkpoint.store.CreateReply;
import dev.tidemark.checkpoint.store.InFlight;
import dev.tidemark.checkpoint.store.Ownership;
import dev.tidemark.checkpoint.store.Progress;
import dev.tidemark.checkpoint.store.RowTimes;
import dev.tidemark.checkpoint.store.ShardClaim;
import dev.tidemark.checkpoint.store.ShardRow;
import dev.tidemark.checkpoint.store.Slot;
import dev.tidemark.checkpoint.store.TakeOverReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The first part of an invocation: finding out which records of the delivery are its own to do.
 *
 * <p>One store call is outstanding at a time. A call that failed is sent again unchanged, up to
 * {@value #MAX_TRIES} times in all: each of them recognises its own earlier landing. Not
 * thread-safe.
 */
final class Claiming {

  /** How often a call is sent before the store counts as down. */
  static final int MAX_TRIES = 3;

  /** How often the situation is looked at anew when others keep changing it. */
  private static final int MAX_ROUNDS = 4;

  private static final int MAX_WAITS = 6;
  private static final Duration FIRST_WAIT = Duration.ofMillis(40);

  private final Delivery delivery;
  private final ClaimId me;
  private final ProtocolSettings settings;
  private final Instant leaseUntil;
  private final Host host;
  private ClaimState state;
  private int tries;
  private int rounds;
  private int waits;

  Claiming(
      Delivery delivery, ClaimId me, ProtocolSettings settings, Instant leaseUntil, Host host) {
    this.delivery = delivery;
    this.me = me;
    this.settings = settings;
    this.leaseUntil = leaseUntil;
    this.host = host;
    this.state =
        new ClaimingFresh(new ShardClaim.Fresh(delivery.shard(), wholeSlot(), host.recorded()));
  }

  /** The outcome, absent while the claim goes on. */
  Optional<Settled> outcome() {
    return state instanceof Settled settled ? Optional.of(settled) : Optional.empty();
  }

  /** The present state. */
  InvocationState state() {
    return switch (state) {
      case ClaimingFresh fresh -> InvocationState.CLAIMING;
      case ReadingBatches reading -> InvocationState.READING_BATCHES;
      case ReadingManifest reading -> InvocationState.READING_MANIFEST;
      case AwaitingManifests awaiting -> InvocationState.AWAITING_MANIFESTS;
      case Abandoning abandoning -> InvocationState.ABANDONING;
      case Acquiring acquiring -> InvocationState.ACQUIRING;
      case ClaimingBeside beside -> InvocationState.CLAIMING_BESIDE;
      case Settled settled -> throw new IllegalStateException("the claim is over: " + settled);
    };
  }

  /** What to do in the present state. */
  Optional<Command> command() {
    return switch (state) {
      case ClaimingFresh fresh -> Optional.of(new Command.ClaimShard(fresh.claim()));
      case ReadingBatches reading -> Optional.of(readBatches(reading));
      case ReadingManifest reading -> Optional.of(readManifest(reading.wanted()));
      case AwaitingManifests awaiting ->
          Optional.of(new Command.Pause(FIRST_WAIT.multipliedBy(1L << waits)));
      case Abandoning abandoning ->
          Optional.of(
              new Command.CreateBatch(abandoning.plan().toAbandon().get(abandoning.next())));
      case Acquiring acquiring -> Optional.of(acquire(acquiring));
      case ClaimingBeside beside -> Optional.of(new Command.ClaimShard(beside.claim()));
      case Settled settled -> Optional.empty();
    };
  }

  /** Takes the answer to {@link #command()}. */
  void on(Event event, Instant now) {
    if (event instanceof Event.CallFailed failed) {
      onFailure(failed);
      return;
    }
    tries = 0;
    state =
        switch (state) {
          case ClaimingFresh fresh -> afterFresh(claimReply(event), now);
          case ReadingBatches reading ->
              afterPage(reading, ((Event.BatchesRead) event).page(), now);
          case ReadingManifest reading -> {
            var found = ((Event.ManifestRead) event).manifest();
            yield survey(reading.survey().with(reading.wanted().claim(), found), now);
          }
          case AwaitingManifests awaiting -> lookAgain(awaiting.survey(), now);
          case Abandoning abandoning ->
              afterAbandon(abandoning, ((Event.BatchCreated) event).reply(), now);
          case Acquiring acquiring -> afterAcquire(acquiring, event, now);
          case ClaimingBeside beside -> afterBeside(beside, claimReply(event), now);
          case Settled settled -> throw new IllegalStateException("the claim is over: " + event);
        };
  }

  private static ClaimReply claimReply(Event event) {
    return ((Event.ShardClaimed) event).reply();
  }

  private void onFailure(Event.CallFailed failed) {
    if (++tries >= MAX_TRIES) {
      var trouble = new Response.StoreTrouble(failed.kind(), failed.message());
      state = giveBack(ownedSoFar(), Optional.of(trouble));
    }
  }

  /** Nothing is run; what was come by so far is given back, or it would wait for the lease. */
  private Settled giveBack(List<OwnedBatch> owned, Optional<Response.StoreTrouble> trouble) {
    return new Settled(unclaimed(), owned, Set.of(), trouble, Optional.empty());
  }

  private List<OwnedBatch> ownedSoFar() {
    return switch (state) {
      case Acquiring acquiring -> acquiring.owned();
      case ClaimingBeside beside -> beside.owned();
      case ClaimingFresh fresh -> List.of();
      case ReadingBatches reading -> List.of();
      case ReadingManifest reading -> List.of();
      case AwaitingManifests awaiting -> List.of();
      case Abandoning abandoning -> List.of();
      case Settled settled -> List.of();
    };
  }

  private ClaimState afterFresh(ClaimReply reply, Instant now) {
    return switch (reply) {
      case ClaimReply.Claimed claimed -> allMine(claimed.row(), now);
      case ClaimReply.Refused refused ->
          refused.row().slot(me).isPresent()
              ? allMine(refused.row(), now)
              : read(refused.row(), Map.of());
    };
  }

  private Settled allMine(ShardRow shard, Instant now) {
    Slot slot = wholeSlot();
    var span = slot.span().withCut(Cut.of(delivery, index -> true));
    var owned = List.of(fresh(span, slot.attempt(), now));
    return new Settled(
        Shares.allInOneBatch(delivery), owned, Set.of(), Optional.empty(), Optional.of(shard));
  }

  private ClaimState read(ShardRow shard, Map<ClaimId, Optional<Manifest>> manifests) {
    if (++rounds > MAX_ROUNDS) {
      return giveBack(ownedSoFar(), Optional.empty());
    }
    return new ReadingBatches(shard, List.of(), manifests);
  }

  private Command readBatches(ReadingBatches reading) {
    return new Command.ReadBatches(
        delivery.shard(),
        delivery.first(),
        reading.rows().isEmpty()
            ? Optional.empty()
            : Optional.of(reading.rows().get(reading.rows().size() - 1).key()));
  }

  /**
   * Rows lie in order of their last position, so those behind the delivery's last record may still
   * reach back into it: all of them are read.
   */
  private ClaimState afterPage(ReadingBatches reading, BatchPage page, Instant now) {
    var rows = new ArrayList<>(reading.rows());
    rows.addAll(page.rows());
    if (page.next().isPresent() && !page.rows().isEmpty()) {
      return new ReadingBatches(reading.shard(), rows, reading.manifests());
    }
    Position first = delivery.first();
    Position last = delivery.last();
    rows.removeIf(row -> !row.span().overlaps(first, last));
    return survey(Survey.of(reading.shard(), rows, reading.manifests()), now);
  }

  private Command readManifest(Survey.Wanted wanted) {
    return new Command.ReadManifest(
        PayloadKeys.batch(delivery.shard(), wanted.claim(), wanted.span()));
  }

  private ClaimState survey(Survey survey, Instant now) {
    List<Survey.Wanted> wanted = survey.wantedManifests(delivery, me);
    if (!wanted.isEmpty()) {
      return new ReadingManifest(survey, wanted.get(0));
    }
    boolean mayComeSoon = !withoutManifest(survey, now).isEmpty();
    boolean timeLeft = now.plus(settings.reserve()).isBefore(leaseUntil);
    return mayComeSoon && timeLeft && waits < MAX_WAITS
        ? new AwaitingManifests(survey)
        : act(survey, now);
  }

  /** The live claims of others whose payload is not stored yet. */
  private List<Slot> withoutManifest(Survey survey, Instant now) {
    return survey.openSlots(delivery, me).stream()
        .filter(slot -> survey.manifest(slot.claim()).isEmpty())
        .filter(slot -> situation(now).isLive(slot.claim(), slot.leaseUntil()))
        .toList();
  }

  private ClaimState lookAgain(Survey survey, Instant now) {
    waits++;
    var manifests = new HashMap<>(survey.manifests());
    survey.openSlots(delivery, me).stream()
        .map(Slot::claim)
        .filter(claim -> survey.manifest(claim).isEmpty())
        .forEach(manifests::remove);
    return survey(new Survey(survey.shard(), survey.rows(), manifests, survey.lost()), now);
  }

  private ClaimState act(Survey survey, Instant now) {
    RedeliveryPlan plan = RedeliveryPlan.decide(situation(now), survey);
    return plan.toAbandon().isEmpty()
        ? acquireNext(survey, plan, List.of(), now)
        : new Abandoning(survey, plan, 0);
  }

  private RedeliveryPlan.Situation situation(Instant now) {
    return new RedeliveryPlan.Situation(delivery, me, now, leaseUntil, settings, host.dead());
  }

  /** Looks at the situation anew with a row that came back from a refused call. */
  private ClaimState replan(Survey survey, BatchRow row, Instant now) {
    Survey known = survey.with(row);
    return survey(++rounds > MAX_ROUNDS ? known.without(row.claim()) : known, now);
  }

  private ClaimState afterAbandon(Abandoning abandoning, CreateReply reply, Instant now) {
    if (reply instanceof CreateReply.AlreadyThere there && !isMine(there.row())) {
      return replan(abandoning.survey(), there.row(), now);
    }
    int next = abandoning.next() + 1;
    return next < abandoning.plan().toAbandon().size()
        ? new Abandoning(abandoning.survey(), abandoning.plan(), next)
        : acquireNext(abandoning.survey(), abandoning.plan(), List.of(), now);
  }

  private Command acquire(Acquiring acquiring) {
    return switch (acquiring.plan().batches().get(acquiring.owned().size())) {
      case Acquisition.TakeOver takeOver ->
          new Command.TakeOverBatch(takeOver.seen(), me, leaseUntil);
      case Acquisition.Adopt adopt -> new Command.CreateBatch(adopt.row());
      case Acquisition.Mine mine -> throw new IllegalStateException("needs no call: " + mine);
      case Acquisition.Fresh fresh -> throw new IllegalStateException("is claimed: " + fresh);
    };
  }

  private ClaimState acquireNext(
      Survey survey, RedeliveryPlan plan, List<OwnedBatch> owned, Instant now) {
    if (owned.size() == plan.batches().size()) {
      return new Settled(plan.shares(), owned, abandoned(plan), Optional.empty(), Optional.empty());
    }
    return switch (plan.batches().get(owned.size())) {
      case Acquisition.Mine mine ->
          acquireNext(survey, plan, plus(owned, stored(mine.row(), OwnedBatch.Past.DIED)), now);
      case Acquisition.Fresh fresh -> {
        var slot = new Slot(me, fresh.span(), leaseUntil, fresh.attempt());
        Position frontier = Position.max(survey.shard().frontier(), fresh.span().last());
        var claim =
            new ShardClaim.Beside(
                delivery.shard(), slot, host.recorded(), survey.shard().version(), frontier);
        yield new ClaimingBeside(survey, plan, owned, claim);
      }
      case Acquisition.TakeOver takeOver -> new Acquiring(survey, plan, owned);
      case Acquisition.Adopt adopt -> new Acquiring(survey, plan, owned);
    };
  }

  private ClaimState afterAcquire(Acquiring acquiring, Event event, Instant now) {
    return switch (event) {
      case Event.BatchTaken taken -> afterTakeOver(acquiring, taken.reply(), now);
      case Event.BatchCreated created -> afterAdopt(acquiring, created.reply(), now);
      default -> throw new IllegalStateException("not an answer to a takeover: " + event);
    };
  }

  private ClaimState afterTakeOver(Acquiring acquiring, TakeOverReply reply, Instant now) {
    return switch (reply) {
      case TakeOverReply.Taken taken -> own(acquiring, taken.row(), now);
      case TakeOverReply.Refused refused when refused.row().isEmpty() ->
          act(acquiring.survey().without(wantedClaim(acquiring)), now);
      case TakeOverReply.Refused refused ->
          isMine(refused.row().get())
              ? own(acquiring, refused.row().get(), now)
              : replan(acquiring.survey(), refused.row().get(), now);
    };
  }

  private ClaimId wantedClaim(Acquiring acquiring) {
    return switch (acquiring.plan().batches().get(acquiring.owned().size())) {
      case Acquisition.TakeOver takeOver -> takeOver.seen().claim();
      case Acquisition.Adopt adopt -> adopt.row().claim();
      case Acquisition.Mine mine -> mine.row().claim();
      case Acquisition.Fresh fresh -> me;
    };
  }

  private ClaimState afterAdopt(Acquiring acquiring, CreateReply reply, Instant now) {
    return switch (reply) {
      case CreateReply.Created created -> {
        var adopt = (Acquisition.Adopt) acquiring.plan().batches().get(acquiring.owned().size());
        yield own(acquiring, adopt.row(), now);
      }
      case CreateReply.AlreadyThere there ->
          isMine(there.row())
              ? own(acquiring, there.row(), now)
              : replan(acquiring.survey(), there.row(), now);
    };
  }

  /** The batch under way is come by; on to the next. */
  private ClaimState own(Acquiring acquiring, BatchRow row, Instant now) {
    OwnedBatch.Past past =
        switch (acquiring.plan().batches().get(acquiring.owned().size())) {
          case Acquisition.TakeOver takeOver -> past(takeOver.seen());
          case Acquisition other -> OwnedBatch.Past.DIED;
        };
    Survey known = acquiring.survey().with(row);
    return acquireNext(known, acquiring.plan(), plus(acquiring.owned(), stored(row, past)), now);
  }

  private static OwnedBatch.Past past(BatchRow seen) {
    InFlight marks = seen.progress().inFlight();
    boolean died = seen.status() == BatchStatus.IN_PROGRESS;
    if (marks.isNone()) {
      return died ? OwnedBatch.Past.DIED : OwnedBatch.Past.CLEAN;
    }
    boolean itsOwn = marks.attempt() == seen.ownership().attempt();
    return died && itsOwn ? OwnedBatch.Past.DIED : OwnedBatch.Past.SUSPECTED;
  }

  private ClaimState afterBeside(ClaimingBeside beside, ClaimReply reply, Instant now) {
    boolean claimed =
        switch (reply) {
          case ClaimReply.Claimed mine -> true;
          case ClaimReply.Refused refused ->
              refused.row().slot(me).filter(beside.claim().slot()::equals).isPresent();
        };
    if (claimed) {
      Slot slot = beside.claim().slot();
      Shares shares = beside.plan().shares();
      int batch = beside.owned().size();
      var cut = Cut.of(delivery, index -> shares.isOwned(index) && shares.batch(index) == batch);
      var owned = plus(beside.owned(), fresh(slot.span().withCut(cut), slot.attempt(), now));
      return new Settled(
          beside.plan().shares(),
          owned,
          abandoned(beside.plan()),
          Optional.empty(),
          Optional.of(reply.row()));
    }
    return read(reply.row(), beside.survey().manifests());
  }

  private Shares unclaimed() {
    return Shares.allFresh(delivery.size());
  }

  private static Set<ClaimId> abandoned(RedeliveryPlan plan) {
    return plan.toAbandon().stream().map(BatchRow::claim).collect(Collectors.toUnmodifiableSet());
  }

  private Slot wholeSlot() {
    Instant arrivedAt = delivery.records().get(0).arrivedAt();
    var span = new BatchSpan(delivery.first(), delivery.last(), delivery.size(), arrivedAt);
    return new Slot(me, span, leaseUntil, 1);
  }

  private OwnedBatch fresh(BatchSpan span, int attempt, Instant now) {
    var row =
        new BatchRow(
            delivery.shard(),
            me,
            span,
            BatchStatus.IN_PROGRESS,
            new Ownership(me, leaseUntil, attempt, 1),
            Progress.NONE,
            Optional.empty(),
            new RowTimes(now, now, Optional.empty()));
    var past = attempt > 1 ? OwnedBatch.Past.DIED : OwnedBatch.Past.CLEAN;
    return new OwnedBatch(row, OwnedBatch.Stored.NOT_YET, past);
  }

  private static OwnedBatch stored(BatchRow row, OwnedBatch.Past past) {
    return new OwnedBatch(row, OwnedBatch.Stored.YES, past);
  }

  private boolean isMine(BatchRow row) {
    return row.ownership().owner().equals(me);
  }

  private static List<OwnedBatch> plus(List<OwnedBatch> owned, OwnedBatch next) {
    var all = new ArrayList<>(owned);
    all.add(next);
    return List.copyOf(all);
  }
}
