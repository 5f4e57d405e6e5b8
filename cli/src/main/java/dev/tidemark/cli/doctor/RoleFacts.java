package dev.tidemark.cli.doctor;

import java.util.List;
import java.util.Objects;

/**
 * What the function's role may do, as IAM simulates it.
 *
 * @param denied what it needs and may not
 * @param excess what it may do and never does
 */
record RoleFacts(List<Need> denied, List<Need> excess) {

  RoleFacts {
    denied = List.copyOf(denied);
    excess = List.copyOf(excess);
  }

  /**
   * An action on a resource.
   *
   * @param action for example {@code dynamodb:PutItem}
   * @param resource an ARN
   * @param via the service that does it on the role's behalf; empty when the role does it itself
   */
  record Need(String action, String resource, String via) {
    Need {
      Objects.requireNonNull(action);
      Objects.requireNonNull(resource);
      Objects.requireNonNull(via);
    }

    Need(String action, String resource) {
      this(action, resource, "");
    }

    @Override
    public String toString() {
      return action + " on " + resource;
    }
  }
}
