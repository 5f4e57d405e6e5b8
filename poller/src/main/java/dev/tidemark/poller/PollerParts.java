package dev.tidemark.poller;

import dev.tidemark.ConsumerParts;
import dev.tidemark.ConsumerSettings;
import dev.tidemark.checkpoint.file.FileNoteStore;
import dev.tidemark.checkpoint.file.FilePayloadStore;
import dev.tidemark.checkpoint.file.FileStatusStore;
import dev.tidemark.poller.file.FileLeases;
import dev.tidemark.poller.file.FileStream;
import dev.tidemark.poller.lease.LeaseStore;
import dev.tidemark.poller.shard.StreamSource;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a poller is made of.
 *
 * @param settings what it runs by
 * @param source the stream; closed with the poller
 * @param leases where the rows of the shards live, for all processes of the consumer
 * @param consumer what the consumer is made of, with the settings of {@code settings}
 */
public record PollerParts(
    PollerSettings settings, StreamSource source, LeaseStore leases, ConsumerParts consumer) {

  /**
   * @throws IllegalArgumentException when the consumer has other settings
   */
  public PollerParts {
    Objects.requireNonNull(source);
    Objects.requireNonNull(leases);
    if (!consumer.settings().equals(settings.consumer())) {
      throw new IllegalArgumentException("the consumer's parts have other settings");
    }
  }

  /**
   * A stream of Kinesis, with checkpoints in the DynamoDB table and S3 bucket of the settings. The
   * AWS SDK's own environment variables say where those are and with which credentials.
   *
   * @param stream the stream's name
   * @throws PollerException when the stream cannot be asked, or keeps its records longer than the
   *     settings keep finished checkpoints
   */
  public static PollerParts onAws(PollerSettings settings, String stream) {
    return AwsParts.of(settings, stream);
  }

  /**
   * A file, with checkpoints in a directory. No AWS, for processes of one machine.
   *
   * @param directory where the checkpoints are; made when it is not there
   */
  public static PollerParts onFiles(PollerSettings settings, FileStream stream, Path directory) {
    StreamSource source = stream.source();
    ConsumerSettings consumer = settings.consumer();
    return new PollerParts(
        settings,
        source,
        new FileLeases(directory, consumer.consumer(), source.name()),
        ConsumerParts.of(consumer, new FileStatusStore(directory), new FilePayloadStore(directory))
            .withNotes(new FileNoteStore(directory)));
  }

  /** The same with other parts of the consumer. */
  public PollerParts withConsumer(ConsumerParts consumer) {
    return new PollerParts(settings, source, leases, consumer);
  }
}
