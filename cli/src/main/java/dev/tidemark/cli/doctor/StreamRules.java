package dev.tidemark.cli.doctor;

import dev.tidemark.check.Check;
import dev.tidemark.check.Check.Breach;
import dev.tidemark.check.Cost;
import dev.tidemark.check.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Rules about the stream. */
final class StreamRules {

  /**
   * An invocation takes 6 MB of JSON, in which bytes are base64: AWS Lambda Developer Guide,
   * "Lambda quotas".
   */
  private static final int MOST_KIBIBYTES = 6_000_000 / 4 * 3 / 1024;

  private StreamRules() {}

  static List<Check<Deployment>> all() {
    return List.of(
        new Check<>(
            Rule.unsafe(
                "stream-missing", "There is no such stream any more", "EventSourceArn", Cost.BLOCK),
            deployment ->
                deployment.stream() instanceof Reading.Absent<StreamFacts>(String what)
                    ? Optional.of(
                        new Breach("there is no " + what, "a mapping of the right stream"))
                    : Optional.empty()),
        new Check<>(
            Rule.unsafe(
                "rows-expire-before-records",
                "A row is forgotten while the stream still has the batch: when that is delivered"
                    + " again, by a replay or a new mapping, its records run again",
                "TIDEMARK_RETENTION_DAYS",
                Cost.DOUBLED_WORK),
            StreamRules::rowsExpireFirst),
        new Check<>(
            Rule.warning(
                "stream-unencrypted",
                "Records lie on the stream unencrypted",
                "StreamEncryption",
                Cost.EXPOSURE),
            deployment ->
                Breach.when(
                    deployment.stream().is(stream -> stream.key().isEmpty()),
                    "the stream has no key",
                    "StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}")),
        new Check<>(
            Rule.warning(
                "records-too-large",
                "A record that does not fit an invocation of 6 MB never reaches the function",
                "MaxRecordSizeInKiB",
                Cost.LOSS,
                Cost.BLOCK),
            StreamRules::recordsTooLarge));
  }

  private static Optional<Breach> rowsExpireFirst(Deployment deployment) {
    Optional<Duration> retention = deployment.stream().found().map(StreamFacts::retention);
    Optional<Duration> rows = deployment.settings().map(s -> s.protocol().retention());
    if (retention.isEmpty() || rows.isEmpty()) {
      return Optional.empty();
    }
    long days = retention.get().plus(Duration.ofDays(1)).minusNanos(1).toDays();
    return Breach.when(
        rows.get().compareTo(retention.get()) < 0,
        "TIDEMARK_RETENTION_DAYS is %d, the stream keeps records for %d h"
            .formatted(rows.get().toDays(), retention.get().toHours()),
        "TIDEMARK_RETENTION_DAYS: at least " + days);
  }

  private static Optional<Breach> recordsTooLarge(Deployment deployment) {
    return deployment.stream()
        .found()
        .filter(stream -> stream.mostKibibytes() > MOST_KIBIBYTES)
        .map(
            stream ->
                new Breach(
                    "records may have %d KiB".formatted(stream.mostKibibytes()),
                    "MaxRecordSizeInKiB: at most " + MOST_KIBIBYTES));
  }
}
