package dev.tidemark.poller.file;

import dev.tidemark.poller.lease.ShardLease;
import dev.tidemark.poller.lease.ShardPosition;
import dev.tidemark.poller.lease.WorkerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a lease: a line a field. What was read is written again and has to be the same text,
 * so that nothing is read in another meaning.
 */
final class LeaseText {

  private static final String FORMAT = "1";

  private LeaseText() {}

  static String of(ShardLease lease) {
    return """
    lease: %s
    shard: %s
    parents: %s
    start: %s
    position: %s
    owner: %s
    wantedBy: %s
    revision: %d
    """
        .formatted(
            FORMAT,
            lease.shard(),
            String.join(",", lease.parents()),
            lease.start().toText(),
            lease.position().toText(),
            lease.owner().map(WorkerId::value).orElse(""),
            lease.wantedBy().map(WorkerId::value).orElse(""),
            lease.revision());
  }

  /**
   * @throws IllegalArgumentException when it is not the text of a lease
   */
  static ShardLease parse(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String line : text.lines().toList()) {
      int colon = Math.max(0, line.indexOf(": "));
      fields.put(line.substring(0, colon), line.substring(Math.min(line.length(), colon + 2)));
    }
    String parents = field(fields, "parents");
    var lease =
        new ShardLease(
            field(fields, "shard"),
            parents.isEmpty() ? List.of() : List.of(parents.split(",", -1)),
            ShardPosition.ofText(field(fields, "start")),
            ShardPosition.ofText(field(fields, "position")),
            worker(field(fields, "owner")),
            worker(field(fields, "wantedBy")),
            Long.parseLong(field(fields, "revision")));
    if (!of(lease).equals(text)) {
      throw new IllegalArgumentException("not the text of a lease of format " + FORMAT);
    }
    return lease;
  }

  private static Optional<WorkerId> worker(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(new WorkerId(text));
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no line '" + name + "'");
    }
    return value;
  }
}
