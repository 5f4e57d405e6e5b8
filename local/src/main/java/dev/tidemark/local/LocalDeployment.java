package dev.tidemark.local;

import dev.tidemark.mapping.MappingSettings;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * A function and its mapping as Lambda and IAM would describe them.
 *
 * @param function the function
 * @param stream the name of the stream that it is mapped to
 * @param mapping how
 * @param role whether the function's role may do an action on a resource
 */
public record LocalDeployment(
    FunctionSettings function,
    String stream,
    MappingSettings mapping,
    BiPredicate<String, String> role) {
  public LocalDeployment {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(mapping, "mapping");
    Objects.requireNonNull(role, "role");
  }
}
