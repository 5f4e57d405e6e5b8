package dev.tidemark.poller;

import dev.tidemark.Resilience;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of the poller that say what a variable of the consumer says: each may be said by one of
 * the two.
 *
 * @param environment the consumer's variables
 * @param storeTimeout how long a call to a store may take
 * @param backend where checkpoints are kept
 */
record ConsumerWords(
    Map<String, String> environment, Duration storeTimeout, PollerEnvironment.Backend backend) {

  private static final String NONE = "none";
  private static final String OFF = "off";
  private static final String MODE = "TIDEMARK_POLLER_MODE";
  private static final String RETENTION = "TIDEMARK_POLLER_RETENTION_DAYS";

  /** What says nothing where nothing is saved. */
  private static final List<String> WITH_CHECKPOINTS =
      List.of(
          "TIDEMARK_POLLER_FREQUENCY_MILLIS",
          "TIDEMARK_POLLER_COUNT_THRESHOLD",
          "TIDEMARK_POLLER_TIME_THRESHOLD_MILLIS",
          "TIDEMARK_POLLER_MIN_PAUSE_MILLIS",
          "TIDEMARK_POLLER_TIMEOUT_MILLIS",
          "TIDEMARK_POLLER_MAX_CONCURRENT",
          "TIDEMARK_POLLER_TOLERABLE_FAILURES",
          "TIDEMARK_POLLER_RW_TIMEOUT_MILLIS",
          RETENTION);

  static ConsumerWords of(PollerVariables variables, Map<String, String> environment) {
    var words = new HashMap<>(environment);
    words.keySet().removeIf(name -> name.startsWith(PollerVariables.PREFIX));
    mode(variables, words);
    say(variables, words, "TIDEMARK_POLLER_NAMESPACE", "TIDEMARK_CONSUMER");
    retention(variables, words);
    PollerEnvironment.Backend backend = backend(variables, words);
    return new ConsumerWords(words, storeTimeout(variables, words), backend);
  }

  /** Whether checkpoints are kept. */
  boolean keepsCheckpoints() {
    return !OFF.equals(environment.get("TIDEMARK_MODE"));
  }

  private static void mode(PollerVariables variables, Map<String, String> words) {
    String enabled = variables.choice("TIDEMARK_POLLER_ENABLED", "true", List.of("true", "false"));
    Optional<String> said = variables.text(MODE);
    said.filter(value -> !List.of("exactly-once", "at-least-once").contains(value))
        .ifPresent(
            value ->
                variables.reject(
                    MODE,
                    value,
                    "one of exactly-once, at-least-once; without checkpoints set"
                        + " TIDEMARK_POLLER_ENABLED to false"));
    if (enabled.equals("false")) {
      disable(variables, words);
    } else if (OFF.equals(words.get("TIDEMARK_MODE"))) {
      variables.problem("TIDEMARK_MODE is off: say TIDEMARK_POLLER_ENABLED=false instead");
    } else {
      say(variables, words, MODE, "TIDEMARK_MODE");
    }
  }

  private static void disable(PollerVariables variables, Map<String, String> words) {
    if (variables.text(MODE).isPresent() || words.containsKey("TIDEMARK_MODE")) {
      variables.problem(
          "TIDEMARK_POLLER_ENABLED is false and a mode is set: without checkpoints there is none");
    }
    WITH_CHECKPOINTS.stream()
        .filter(name -> variables.text(name).isPresent())
        .forEach(
            name ->
                variables.problem(
                    name
                        + " is set and TIDEMARK_POLLER_ENABLED is false: without checkpoints"
                        + " nothing is saved"));
    words.put("TIDEMARK_MODE", OFF);
  }

  private static void retention(PollerVariables variables, Map<String, String> words) {
    if (variables.text(RETENTION).filter(value -> value.equals("delete")).isPresent()) {
      variables.reject(
          RETENTION,
          "delete",
          "a number of days: a shard whose position is deleted when it is finished would be read"
              + " again from its beginning");
      return;
    }
    say(variables, words, RETENTION, "TIDEMARK_RETENTION_DAYS");
  }

  private static Duration storeTimeout(PollerVariables variables, Map<String, String> words) {
    String name = "TIDEMARK_POLLER_RW_TIMEOUT_MILLIS";
    Duration usual = Resilience.DEFAULTS.storeTimeout();
    Duration timeout = variables.millis(name, usual, 1_000, 60_000);
    if (variables.text(name).isPresent() && !words.containsKey("TIDEMARK_STORE_TIMEOUT_MILLIS")) {
      words.put("TIDEMARK_STORE_TIMEOUT_MILLIS", String.valueOf(timeout.toMillis()));
    } else {
      say(variables, words, name, "TIDEMARK_STORE_TIMEOUT_MILLIS");
    }
    return timeout;
  }

  private static void say(
      PollerVariables variables, Map<String, String> words, String ours, String consumers) {
    Optional<String> value = variables.text(ours);
    if (value.isPresent() && words.containsKey(consumers)) {
      variables.problem(ours + " and " + consumers + " say the same: set one of them");
    }
    value.ifPresent(text -> words.put(consumers, text));
  }

  private static PollerEnvironment.Backend backend(
      PollerVariables variables, Map<String, String> words) {
    String name = "TIDEMARK_POLLER_BACKEND";
    String backend = variables.choice(name, "dynamodb", List.of("dynamodb", "file"));
    Optional<URI> storage = storage(variables);
    if (backend.equals("dynamodb")) {
      if (variables.text("TIDEMARK_POLLER_INPUT").isPresent()) {
        variables.problem("TIDEMARK_POLLER_INPUT is for TIDEMARK_POLLER_BACKEND=file");
      }
      storage.ifPresent(uri -> bucket(variables, words, uri));
      return new PollerEnvironment.Backend.DynamoDb();
    }
    return files(variables, words, storage);
  }

  private static PollerEnvironment.Backend files(
      PollerVariables variables, Map<String, String> words, Optional<URI> storage) {
    for (String aws : List.of("TIDEMARK_TABLE", "TIDEMARK_BUCKET", "TIDEMARK_PREFIX")) {
      if (words.containsKey(aws)) {
        variables.problem(
            aws + " is set and TIDEMARK_POLLER_BACKEND is file: it would not be used");
      }
    }
    if (words.containsKey("TIDEMARK_RETENTION_DAYS")) {
      variables.problem(
          (variables.text(RETENTION).isPresent() ? RETENTION : "TIDEMARK_RETENTION_DAYS")
              + " is set and TIDEMARK_POLLER_BACKEND is file: files do not expire, delete the"
              + " directory when the input is done with");
    }
    words.put("TIDEMARK_TABLE", NONE);
    words.put("TIDEMARK_BUCKET", NONE);
    words.remove("TIDEMARK_PREFIX");
    Optional<String> input = variables.text("TIDEMARK_POLLER_INPUT");
    if (input.isEmpty()) {
      variables.problem("TIDEMARK_POLLER_INPUT is not set: it names the file to read");
    }
    if (storage.filter(uri -> "file".equals(uri.getScheme()) && uri.getPath() != null).isEmpty()) {
      variables.problem(
          "TIDEMARK_POLLER_STORAGE must be a directory such as file:///var/lib/orders with"
              + " TIDEMARK_POLLER_BACKEND=file");
      return new PollerEnvironment.Backend.Files(Path.of(NONE), Path.of(NONE));
    }
    return new PollerEnvironment.Backend.Files(
        Path.of(storage.get().getPath()), Path.of(input.orElse(NONE)));
  }

  private static Optional<URI> storage(PollerVariables variables) {
    Optional<String> text = variables.text("TIDEMARK_POLLER_STORAGE");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(new URI(text.get()));
    } catch (URISyntaxException e) {
      variables.reject(
          "TIDEMARK_POLLER_STORAGE", text.orElse(""), "s3://bucket/prefix/ or file:///directory");
      return Optional.empty();
    }
  }

  private static void bucket(PollerVariables variables, Map<String, String> words, URI storage) {
    if (!"s3".equals(storage.getScheme()) || storage.getAuthority() == null) {
      variables.reject(
          "TIDEMARK_POLLER_STORAGE",
          storage.toString(),
          "s3://bucket/prefix/ with TIDEMARK_POLLER_BACKEND=dynamodb");
      return;
    }
    if (words.containsKey("TIDEMARK_BUCKET") || words.containsKey("TIDEMARK_PREFIX")) {
      variables.problem(
          "TIDEMARK_POLLER_STORAGE and TIDEMARK_BUCKET or TIDEMARK_PREFIX say the same: set one of"
              + " them");
    }
    words.put("TIDEMARK_BUCKET", storage.getAuthority());
    words.put("TIDEMARK_PREFIX", storage.getPath().replaceFirst("^/", ""));
  }
}
