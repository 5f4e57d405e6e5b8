package dev.tidemark.proof;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import dev.tidemark.mapping.RecordFilter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * When the invocations of a world store their payloads: always, or, in some of the worlds with a
 * parallelization factor of 1, only on failure. In a quarter of those a change of the policy is
 * being rolled out, so that an invocation may have either.
 *
 * <p>In those worlds fewer records are bad and progress is saved less often, since otherwise hardly
 * a batch would do without a payload; and what is replayed is cut anew. A change of the filter lets
 * other records through than before, and not only more or fewer.
 *
 * <p>It has a source of chance of its own, so that a world where payloads are always stored is what
 * it would be if there were no other policy.
 */
final class Policies {

  private static final int SELDOM = 1_000;
  private static final int LONGEST_CUT = 10;

  private static final Bytes LONG = Bytes.ofUtf8("xx");
  private static final List<RecordFilter> FILTERS =
      List.of(data -> data.size() != 1, data -> data.size() != 2);

  private final Dice dice;
  private final boolean onFailure;
  private final boolean mixed;
  private final boolean savesSeldom;
  private int changes;

  Policies(Dice dice, boolean oneLane) {
    this.dice = dice;
    this.onFailure = dice.oneIn(3) && oneLane;
    this.mixed = dice.oneIn(4);
    this.savesSeldom = !dice.oneIn(3);
  }

  /** Whether some invocations store payloads only on failure. */
  boolean hasOnFailure() {
    return onFailure;
  }

  /** The settings of the next invocation. */
  ProtocolSettings of(ProtocolSettings settings) {
    if (!onFailure || (mixed && dice.oneIn(2))) {
      return settings;
    }
    Durability usual = settings.durability();
    return withPacing(settings)
        .withDurability(
            new Durability(usual.mode(), PayloadPolicy.ON_FAILURE, usual.toleratedFailures()));
  }

  /** How many records a replay is cut to, absent when it has the cut of a delivery before it. */
  OptionalInt cut() {
    return onFailure && !dice.oneIn(3)
        ? OptionalInt.of(1 + dice.below(LONGEST_CUT))
        : OptionalInt.empty();
  }

  /** The data of a record: here a quarter is of a kind that no other world has. */
  Bytes of(Bytes data) {
    return onFailure && dice.oneIn(4) ? LONG : data;
  }

  /** The filter after a change, if it is another one here. */
  Optional<RecordFilter> nextFilter() {
    return onFailure ? Optional.of(FILTERS.get(changes++ % FILTERS.size())) : Optional.empty();
  }

  /** Of the bad records, most are good here. */
  Nature of(Nature nature) {
    return onFailure && nature != Nature.GOOD && !dice.oneIn(4) ? Nature.GOOD : nature;
  }

  /** What is saved on the way needs a payload. */
  private ProtocolSettings withPacing(ProtocolSettings settings) {
    Pacing usual = settings.pacing();
    return savesSeldom
        ? settings.withPacing(new Pacing(usual.lease(), SELDOM, usual.progressInterval()))
        : settings;
  }
}
