package dev.tidemark.proof;

import dev.tidemark.checkpoint.protocol.Durability;
import dev.tidemark.checkpoint.protocol.Pacing;
import dev.tidemark.checkpoint.protocol.PayloadPolicy;
import dev.tidemark.checkpoint.protocol.ProtocolSettings;
import java.util.OptionalInt;

/**
 * When the invocations of a world store their payloads: always, or, in some of the worlds with a
 * parallelization factor of 1, only on failure. In a quarter of those a change of the policy is
 * being rolled out, so that an invocation may have either.
 *
 * <p>In those worlds fewer records are bad and progress is saved less often, since otherwise hardly
 * a batch would do without a payload; and what is replayed is cut anew.
 *
 * <p>It has a source of chance of its own, so that a world where payloads are always stored is what
 * it would be if there were no other policy.
 */
final class Policies {

  private static final int SELDOM = 1_000;
  private static final int LONGEST_CUT = 10;

  private final Dice dice;
  private final boolean onFailure;
  private final boolean mixed;
  private final boolean savesSeldom;

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
