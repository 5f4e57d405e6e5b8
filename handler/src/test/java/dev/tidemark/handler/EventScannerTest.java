package dev.tidemark.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tidemark.Aggregates;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scanner says what the parser says, or nothing. */
class EventScannerTest {

  /** Give it as {@code -Dtidemark.mutations=10000000} for a longer run. */
  private static final long MUTATIONS = Long.getLong("tidemark.mutations", 200_000);

  private static final List<String> SAMPLES =
      List.of(
          "kinesis-batch.json",
          "kinesis-broken-base64.json",
          "kinesis-empty.json",
          "kinesis-not-json-data.json",
          "kinesis-one.json",
          "kinesis-two-shards.json",
          "kinesis-unicode.json",
          "kinesis-unordered-and-twice.json",
          "sqs.json",
          "dynamodb.json");

  /** What became of an event: its records, or why there are none. */
  private record Reading(List<EventRecord> records, String refusal) {

    static Reading of(Reader reader) throws IOException {
      try {
        return new Reading(reader.read(), "");
      } catch (EventException e) {
        return new Reading(List.of(), String.valueOf(e.getMessage()));
      }
    }

    interface Reader {
      List<EventRecord> read() throws IOException;
    }
  }

  /** Gives away neither how much there is nor much at once, so that the window moves often. */
  private static final class Drops extends FilterInputStream {
    Drops(byte[] event) {
      super(new ByteArrayInputStream(event));
    }

    @Override
    public int available() {
      return 0;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return super.read(target, offset, Math.min(length, 700));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  private static byte[] sample(String name) {
    return EventJson.sample(name).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isScanned(InputStream event) throws IOException {
    return new EventScanner(event).scan().isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kinesis-batch.json",
        "kinesis-empty.json",
        "kinesis-not-json-data.json",
        "kinesis-one.json",
        "kinesis-two-shards.json",
        "kinesis-unicode.json",
        "kinesis-unordered-and-twice.json"
      })
  void theSampleEventsOfKinesisAreScannedAndSayWhatTheParserSays(String name) throws IOException {
    byte[] event = sample(name);

    Optional<List<EventRecord>> scanned = new EventScanner(new ByteArrayInputStream(event)).scan();

    assertThat(scanned).contains(EventParser.parse(new ByteArrayInputStream(event)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Records\":[]} ",
        "{\"Records\":[]}",
        " {\n\"Records\" : [ ] }\n",
      })
  void anEmptyListIsScanned(String event) throws IOException {
    assertThat(isScanned(EventJson.stream(event))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Records\":[]}x",
        "{\"Records\":[]}}",
        "{\"Records\":[],\"window\":{}}",
        "{\"Records\":[],\"Records\":[]}",
        "{\"Records\":[,]}",
        "{\"Records\":[]",
        "[]",
        "",
      })
  void whatIsNotOfTheUsualFormIsLeftToTheParser(String event) throws IOException {
    assertThat(isScanned(EventJson.stream(event))).isFalse();
  }

  @Test
  void whatIsBehindTheEventRefusesIt() throws IOException {
    String event = EventJson.event(EventJson.record("1", "key", "data")) + "{}";

    Reading reading = Reading.of(() -> EventReader.read(EventJson.stream(event)));

    assertThat(reading.refusal()).isEqualTo("behind the end of the event there is more");
  }

  @Test
  void mutatedEventsAreReadAsTheParserReadsThem() throws IOException {
    var events = new MutatedEvents(SAMPLES.stream().map(EventScannerTest::sample).toList());
    long scanned = 0;
    long refused = 0;
    for (long seed = 0; seed < MUTATIONS; seed++) {
      byte[] event = events.event(seed);
      boolean inDrops = seed % 2 == 0;
      InputStream in = inDrops ? new Drops(event) : new ByteArrayInputStream(event);

      Optional<List<EventRecord>> found = new EventScanner(in).scan();

      Reading parsed = Reading.of(() -> EventParser.parse(new ByteArrayInputStream(event)));
      if (found.isPresent()) {
        scanned++;
        if (!parsed.equals(new Reading(found.get(), ""))) {
          assertThat(new Reading(found.get(), "")).as("seed %s", seed).isEqualTo(parsed);
        }
      } else if (!parsed.refusal().isEmpty()) {
        refused++;
      }
    }
    assertThat(scanned).isGreaterThan(MUTATIONS / 5);
    assertThat(refused).isGreaterThan(MUTATIONS / 5);
  }

  /** 3,285 records of 1 KB fill an invocation. */
  private static byte[] fullEvent(int records, int size) {
    var random = new Random(1);
    List<String> all =
        IntStream.range(0, records)
            .mapToObj(
                i -> {
                  byte[] data = new byte[size];
                  random.nextBytes(data);
                  return EventJson.rawRecord(
                          "4959033827149025660855969253" + (10_000_000_000L + i),
                          "customer-" + i % 997,
                          Base64.getEncoder().encodeToString(data))
                      .replace(
                          "\"eventName\"",
                          "\"invokeIdentityArn\":\"arn:aws:iam::123456789012:role/lambda-role\","
                              + "\"awsRegion\":\"eu-central-1\",\"eventName\"");
                })
            .toList();
    return EventJson.event(all).getBytes(StandardCharsets.UTF_8);
  }

  private static long allocated(Reading.Reader reader) throws IOException {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    reader.read();
    long before = threads.getCurrentThreadAllocatedBytes();
    reader.read();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void aFullEventCostsAtMostEightMegabytesWithTheDeliveriesMadeOfIt() throws IOException {
    byte[] event = fullEvent(3_285, 1_024);

    long allocated =
        allocated(
            () -> {
              List<EventRecord> records = EventReader.read(new ByteArrayInputStream(event));
              assertThat(Deliveries.of("consumer", Aggregates.OPEN, records)).hasSize(1);
              return records;
            });

    assertThat(event.length).isGreaterThan(6_000_000);
    assertThat(allocated).isLessThan(8_000_000);
  }

  @Test
  void anUsualEventAllocatesAtMostThreeTimesItsSize() throws IOException {
    for (byte[] event :
        List.of(
            fullEvent(3_285, 1_024),
            fullEvent(1, 4_500_000),
            fullEvent(60, 70_000),
            fullEvent(20_000, 0))) {
      assertThat(allocatedByReading(event)).isLessThan(3L * event.length + 100_000);
    }
  }

  /** What the scanner read is garbage when the parser begins, so never is all of it in use. */
  @Test
  void oneThatIsBrokenAtItsEndAllocatesAtMostFourTimesItsSize() throws IOException {
    byte[] event = fullEvent(3_285, 1_024);
    event[event.length - 2] = '!';

    assertThat(allocatedByReading(event)).isLessThan(4L * event.length + 100_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"Records\":[", "[", "{\"a\":", "\"", " ", "{\"Records\":[{\"x\":\"", "1"})
  void nonsenseWithoutAnEndAllocatesAtMostThreeTimesItsSize(String piece) throws IOException {
    byte[] event = piece.repeat(1_000_000 / piece.length()).getBytes(StandardCharsets.UTF_8);

    assertThat(allocatedByReading(event)).isLessThan(3L * event.length + 100_000);
  }

  private static long allocatedByReading(byte[] event) throws IOException {
    return allocated(
        () -> Reading.of(() -> EventReader.read(new ByteArrayInputStream(event))).records());
  }
}
