package dev.tidemark.checkpoint.protocol;

import static dev.tidemark.checkpoint.protocol.InvocationState.ABANDONING;
import static dev.tidemark.checkpoint.protocol.InvocationState.ACQUIRING;
import static dev.tidemark.checkpoint.protocol.InvocationState.AWAITING_MANIFESTS;
import static dev.tidemark.checkpoint.protocol.InvocationState.AWAITING_PAYLOAD;
import static dev.tidemark.checkpoint.protocol.InvocationState.CLAIMING;
import static dev.tidemark.checkpoint.protocol.InvocationState.CLAIMING_BESIDE;
import static dev.tidemark.checkpoint.protocol.InvocationState.OVER;
import static dev.tidemark.checkpoint.protocol.InvocationState.PROCESSING;
import static dev.tidemark.checkpoint.protocol.InvocationState.READING_BATCHES;
import static dev.tidemark.checkpoint.protocol.InvocationState.READING_MANIFEST;
import static dev.tidemark.checkpoint.protocol.InvocationState.SETTLING;
import static dev.tidemark.checkpoint.protocol.InvocationState.TIDYING;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What an {@link Invocation} may do about an event: the diagram and the table of the architecture
 * page are made of {@link #ALL}, and a test sees to it that an invocation moves in no other way and
 * in each of these.
 *
 * @param from where it stands
 * @param on the kind of event
 * @param to where it may stand then; where it stood, if only calls or records go on
 */
public record Transition(InvocationState from, Class<? extends Event> on, Set<InvocationState> to) {

  /** All of them. */
  public static final List<Transition> ALL =
      List.of(
          new Transition(CLAIMING, Event.CallFailed.class, EnumSet.of(CLAIMING, OVER)),
          new Transition(
              CLAIMING,
              Event.ShardClaimed.class,
              EnumSet.of(READING_BATCHES, AWAITING_PAYLOAD, PROCESSING)),
          new Transition(
              READING_BATCHES,
              Event.BatchesRead.class,
              EnumSet.of(READING_BATCHES, READING_MANIFEST, CLAIMING_BESIDE)),
          new Transition(
              READING_BATCHES, Event.CallFailed.class, EnumSet.of(READING_BATCHES, OVER)),
          new Transition(
              READING_MANIFEST, Event.CallFailed.class, EnumSet.of(READING_MANIFEST, OVER)),
          new Transition(
              READING_MANIFEST,
              Event.ManifestRead.class,
              EnumSet.of(
                  READING_MANIFEST,
                  AWAITING_MANIFESTS,
                  ABANDONING,
                  ACQUIRING,
                  CLAIMING_BESIDE,
                  PROCESSING,
                  SETTLING,
                  OVER)),
          new Transition(AWAITING_MANIFESTS, Event.Paused.class, EnumSet.of(READING_MANIFEST)),
          new Transition(
              ABANDONING,
              Event.BatchCreated.class,
              EnumSet.of(READING_MANIFEST, ABANDONING, ACQUIRING, CLAIMING_BESIDE, OVER)),
          new Transition(ABANDONING, Event.CallFailed.class, EnumSet.of(ABANDONING, OVER)),
          new Transition(
              ACQUIRING,
              Event.BatchCreated.class,
              EnumSet.of(ACQUIRING, CLAIMING_BESIDE, PROCESSING, SETTLING, OVER)),
          new Transition(
              ACQUIRING,
              Event.BatchTaken.class,
              EnumSet.of(ACQUIRING, CLAIMING_BESIDE, PROCESSING, SETTLING, OVER)),
          new Transition(ACQUIRING, Event.CallFailed.class, EnumSet.of(ACQUIRING, SETTLING, OVER)),
          new Transition(
              CLAIMING_BESIDE, Event.CallFailed.class, EnumSet.of(CLAIMING_BESIDE, SETTLING, OVER)),
          new Transition(
              CLAIMING_BESIDE,
              Event.ShardClaimed.class,
              EnumSet.of(READING_BATCHES, AWAITING_PAYLOAD, PROCESSING)),
          new Transition(
              AWAITING_PAYLOAD, Event.CallFailed.class, EnumSet.of(AWAITING_PAYLOAD, SETTLING)),
          new Transition(
              AWAITING_PAYLOAD, Event.PayloadStored.class, EnumSet.of(PROCESSING, SETTLING)),
          new Transition(PROCESSING, Event.Alarm.class, EnumSet.of(PROCESSING, SETTLING, OVER)),
          new Transition(
              PROCESSING, Event.BatchCommitted.class, EnumSet.of(PROCESSING, SETTLING, OVER)),
          new Transition(
              PROCESSING,
              Event.BatchCreated.class,
              EnumSet.of(PROCESSING, SETTLING, TIDYING, OVER)),
          new Transition(
              PROCESSING,
              Event.BatchReplaced.class,
              EnumSet.of(PROCESSING, SETTLING, TIDYING, OVER)),
          new Transition(PROCESSING, Event.CallFailed.class, EnumSet.of(PROCESSING, SETTLING)),
          new Transition(PROCESSING, Event.CheckpointWanted.class, EnumSet.of(PROCESSING)),
          new Transition(PROCESSING, Event.ExhaustedStored.class, EnumSet.of(PROCESSING)),
          new Transition(PROCESSING, Event.PayloadStored.class, EnumSet.of(PROCESSING, SETTLING)),
          new Transition(
              PROCESSING, Event.RecordFinished.class, EnumSet.of(PROCESSING, SETTLING, OVER)),
          new Transition(SETTLING, Event.BatchCommitted.class, EnumSet.of(SETTLING, TIDYING, OVER)),
          new Transition(SETTLING, Event.BatchCreated.class, EnumSet.of(SETTLING, TIDYING, OVER)),
          new Transition(SETTLING, Event.BatchReplaced.class, EnumSet.of(SETTLING, TIDYING, OVER)),
          new Transition(SETTLING, Event.CallFailed.class, EnumSet.of(SETTLING, TIDYING, OVER)),
          new Transition(SETTLING, Event.ExhaustedStored.class, EnumSet.of(SETTLING)),
          new Transition(TIDYING, Event.BatchCreated.class, EnumSet.of(TIDYING, OVER)),
          new Transition(TIDYING, Event.BatchesRead.class, EnumSet.of(TIDYING, OVER)),
          new Transition(TIDYING, Event.CallFailed.class, EnumSet.of(OVER)));

  public Transition {
    Objects.requireNonNull(from);
    Objects.requireNonNull(on);
    to = Set.copyOf(to);
  }
}
