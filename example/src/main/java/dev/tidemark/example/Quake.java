package dev.tidemark.example;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A seismic event.
 *
 * @param id the id that its network gave it
 * @param time when the earth shook
 * @param magnitude how strongly, on the scale of its network
 * @param place where, in words
 * @param network the seismic network that reported it
 * @param type earthquake, explosion or quarry blast
 * @param status whether a person has reviewed it
 * @param location where, in numbers
 * @param drill what goes wrong with it in a drill
 */
public record Quake(
    String id,
    Instant time,
    double magnitude,
    String place,
    String network,
    String type,
    String status,
    Location location,
    Optional<Drill> drill) {

  public Quake {
    Objects.requireNonNull(id);
    Objects.requireNonNull(time);
    Objects.requireNonNull(place);
    Objects.requireNonNull(network);
    Objects.requireNonNull(type);
    Objects.requireNonNull(status);
    Objects.requireNonNull(location);
    Objects.requireNonNull(drill);
  }

  /** Degrees east, degrees north, kilometres below. */
  public record Location(double longitude, double latitude, double depth) {}
}
