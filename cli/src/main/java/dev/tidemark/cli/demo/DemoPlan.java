package dev.tidemark.cli.demo;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.example.Drill;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demo puts on the stream: every line of the input, some of them with a drill, and some
 * records in between that are no JSON. The same seed and input give the same plan.
 *
 * @param records in the order in which they are put
 * @param drills how many quakes have which drill
 * @param garbage how many records are no JSON
 */
record DemoPlan(List<PlannedRecord> records, Map<Drill, Integer> drills, int garbage) {

  private static final int GARBAGE_PER_THOUSAND = 7;
  private static final Map<Drill, Integer> DRILLS_PER_THOUSAND =
      Map.of(Drill.FAIL_ALWAYS, 5, Drill.FAIL_TWICE, 6);
  private static final Pattern ID = field("id");
  private static final Pattern NETWORK = field("network");

  DemoPlan {
    records = List.copyOf(records);
    drills = Map.copyOf(drills);
  }

  /** How many quakes have this drill. */
  int count(Drill drill) {
    return drills.getOrDefault(drill, 0);
  }

  private static Pattern field(String name) {
    return Pattern.compile("\"" + name + "\":\"([^\"\\\\]{1,100})\"");
  }

  /**
   * @param lines one JSON object each, with at least {@code id} and {@code network}
   * @throws IllegalArgumentException when a line has no such fields or an id stands there twice
   */
  static DemoPlan of(List<String> lines, long seed) {
    var random = new Random(seed);
    Map<Integer, Drill> chosen = chooseDrills(lines.size(), random);
    int garbage = perThousand(lines.size(), GARBAGE_PER_THOUSAND);
    var records = new ArrayList<PlannedRecord>();
    Map<String, Integer> ids = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      PlannedRecord record = record(lines.get(i), i, Optional.ofNullable(chosen.get(i)));
      Integer before = ids.put(record.quakeId().orElseThrow(), i);
      if (before != null) {
        throw new IllegalArgumentException(
            "lines %d and %d have the same id '%s'"
                .formatted(before + 1, i + 1, record.quakeId().get()));
      }
      records.add(record);
    }
    for (int i = 0; i < garbage; i++) {
      int place = random.nextInt(records.size() + 1);
      String key = records.get(Math.min(place, records.size() - 1)).partitionKey();
      records.add(place, garbage(key, random));
    }
    return new DemoPlan(records, counts(chosen), garbage);
  }

  private static int perThousand(int all, int share) {
    return Math.max(1, all * share / 1000);
  }

  private static Map<Integer, Drill> chooseDrills(int lines, Random random) {
    var places = new ArrayList<Integer>();
    for (int i = 0; i < lines; i++) {
      places.add(i);
    }
    Collections.shuffle(places, random);
    Map<Integer, Drill> chosen = new HashMap<>();
    int next = 0;
    for (Drill drill : Drill.values()) {
      int share = DRILLS_PER_THOUSAND.getOrDefault(drill, 0);
      int count = share == 0 ? 1 : perThousand(lines, share);
      for (int i = 0; i < count && next < places.size(); i++) {
        chosen.put(places.get(next++), drill);
      }
    }
    return chosen;
  }

  private static PlannedRecord record(String line, int index, Optional<Drill> drill) {
    String id = find(ID, line, index, "id");
    String network = find(NETWORK, line, index, "network");
    String json =
        drill
            .map(d -> line.stripTrailing().replaceFirst("}$", ",\"drill\":\"" + d.word() + "\"}"))
            .orElse(line);
    var expected =
        drill.filter(d -> d == Drill.FAIL_ALWAYS).isPresent()
            ? PlannedRecord.Expected.EXHAUSTED
            : PlannedRecord.Expected.SUCCEEDED;
    return new PlannedRecord(network, Bytes.ofUtf8(json), Optional.of(id), expected);
  }

  private static String find(Pattern field, String line, int index, String name) {
    Matcher matcher = field.matcher(line);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "line %d has no \"%s\": a record is a JSON object with id, time, magnitude, place,"
                  .formatted(index + 1, name)
              + " network, type, status, longitude, latitude, depth");
    }
    return matcher.group(1);
  }

  private static PlannedRecord garbage(String partitionKey, Random random) {
    String text = "no JSON at all: " + Long.toHexString(random.nextLong());
    return new PlannedRecord(
        partitionKey, Bytes.ofUtf8(text), Optional.empty(), PlannedRecord.Expected.EXHAUSTED);
  }

  private static Map<Drill, Integer> counts(Map<Integer, Drill> chosen) {
    Map<Drill, Integer> counts = new EnumMap<>(Drill.class);
    chosen.values().forEach(drill -> counts.merge(drill, 1, Integer::sum));
    return counts;
  }
}
