package dev.tidemark.cli.pipeline.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the pipeline takes from a quake's JSON.
 *
 * @param id its id
 * @param network who measured it
 * @param isEarthquake whether it is one, and no explosion or the like
 * @param magnitude how strong it was
 */
public record QuakeLine(String id, String network, boolean isEarthquake, double magnitude) {

  private static final Pattern ID = text("id");
  private static final Pattern NETWORK = text("network");
  private static final Pattern TYPE = text("type");
  private static final Pattern MAGNITUDE = Pattern.compile("\"magnitude\":(-?[0-9.]+)");
  private static final double STRONG = 4;

  public QuakeLine {
    Objects.requireNonNull(id);
    Objects.requireNonNull(network);
  }

  /**
   * A record that is made of a quake.
   *
   * @param partitionKey its key
   * @param name a name that no other derived record has
   */
  public record Derived(String partitionKey, String name) {}

  private static Pattern text(String field) {
    return Pattern.compile("\"" + field + "\":\"([^\"\\\\]{1,100})\"");
  }

  /**
   * Reads a line of the input.
   *
   * @throws IllegalArgumentException when a field is missing
   */
  public static QuakeLine parse(String json) {
    Matcher magnitude = MAGNITUDE.matcher(json);
    return new QuakeLine(
        field(ID, json),
        field(NETWORK, json),
        field(TYPE, json).equals("earthquake"),
        magnitude.find() ? Double.parseDouble(magnitude.group(1)) : 0);
  }

  private static String field(Pattern pattern, String json) {
    Matcher matcher = pattern.matcher(json);
    if (!matcher.find()) {
      throw new IllegalArgumentException("a line has no id, network or type");
    }
    return matcher.group(1);
  }

  /** One record for the network, another one for a strong quake, none for what is no earthquake. */
  public List<Derived> derived() {
    var all = new ArrayList<Derived>();
    if (isEarthquake) {
      all.add(new Derived(network, id + "/network"));
      if (magnitude >= STRONG) {
        all.add(new Derived(id, id + "/strong"));
      }
    }
    return all;
  }
}
