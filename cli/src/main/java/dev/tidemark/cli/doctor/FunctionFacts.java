package dev.tidemark.cli.doctor;

import dev.tidemark.ConsumerSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A function, in the version that is looked at.
 *
 * @param id which it is
 * @param code what it runs
 * @param limits what it may use
 * @param health whether Lambda can run it
 * @param settings what its consumer runs by
 * @param startsFromSnapshot whether its published versions have SnapStart
 */
record FunctionFacts(
    Identity id,
    Code code,
    Limits limits,
    Health health,
    Settings settings,
    boolean startsFromSnapshot) {

  FunctionFacts {
    Objects.requireNonNull(id);
    Objects.requireNonNull(code);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(health);
    Objects.requireNonNull(settings);
  }

  /**
   * Which function.
   *
   * @param name its name
   * @param version the version, or {@code $LATEST}
   * @param roleArn the role that it and its mappings act under
   */
  record Identity(String name, String version, String roleArn) {

    boolean isPublished() {
      return !version.equals("$LATEST");
    }
  }

  /**
   * What it runs.
   *
   * @param runtime for example {@code java25}; empty for an image
   * @param handler the handler; empty for an image
   * @param hash of this version's package
   * @param latestHash of the package that was uploaded last
   */
  record Code(String runtime, String handler, String hash, String latestHash) {}

  /**
   * What it may use.
   *
   * @param memoryMebibytes its memory size
   * @param timeout of one invocation
   * @param reserved its reserved concurrency; absent when it has none
   */
  record Limits(int memoryMebibytes, Duration timeout, OptionalInt reserved) {}

  /**
   * Whether Lambda can run it.
   *
   * @param state for example {@code Active}
   * @param lastUpdate for example {@code Successful}
   * @param reason why not; empty when it can
   */
  record Health(String state, String lastUpdate, String reason) {}

  /** What a consumer runs by. */
  sealed interface Settings {

    /** It starts with them. */
    record Valid(ConsumerSettings settings) implements Settings {}

    /**
     * It does not start.
     *
     * @param problems what is wrong, one line
     */
    record Invalid(String problems) implements Settings {}
  }
}
