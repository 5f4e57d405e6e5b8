package dev.tidemark.producer.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.producer.Delivery;
import dev.tidemark.producer.Delivery.Cause;
import dev.tidemark.producer.Order;
import dev.tidemark.producer.OutgoingRecord;
import dev.tidemark.producer.RetryPolicy;
import dev.tidemark.producer.RetryPolicy.Outages;
import dev.tidemark.producer.Sender;
import dev.tidemark.producer.TargetPosition;
import dev.tidemark.producer.kinesis.MemoryKinesis.Landed;
import dev.tidemark.producer.kinesis.MemoryKinesis.Weather;
import dev.tidemark.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KinesisTargetTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final RetryPolicy RETRY =
      new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(1), 3, Outages.WAIT);

  private final MemoryKinesis kinesis = new MemoryKinesis();
  private final ManualClock clock = new ManualClock(START);

  @AfterEach
  void noInterruptIsLeft() {
    assertThat(Thread.interrupted()).isFalse();
  }

  private Sender sender(Order order, RetryPolicy retry) {
    var target = new KinesisTarget(kinesis, "orders", order, PutRecordsLimits.DEFAULTS);
    return new Sender(target, retry, clock, clock::advance, () -> 1);
  }

  private static OutgoingRecord record(String key, String text) {
    return OutgoingRecord.of(key, Bytes.ofUtf8(text), START);
  }

  private static List<OutgoingRecord> records(String... keysAndTexts) {
    List<OutgoingRecord> records = new ArrayList<>();
    for (String text : keysAndTexts) {
      records.add(record(text.substring(0, 1), text));
    }
    return records;
  }

  private static Weather throttling(String... texts) {
    return new Weather.Throttling(entry -> List.of(texts).contains(entry.data().asUtf8String()));
  }

  @Test
  void aRequestHoldsNoMoreThan500Records() {
    List<OutgoingRecord> many =
        IntStream.range(0, 1_201).mapToObj(i -> record("key" + i, "text" + i)).toList();

    List<Delivery> deliveries = sender(Order.PER_KEY, RETRY).send(many);

    assertThat(deliveries).hasSize(1_201).allMatch(Delivery.Written.class::isInstance);
    assertThat(kinesis.requestSizes()).containsExactly(500, 500, 201);
    assertThat(kinesis.texts()).containsExactlyElementsOf(texts(many));
  }

  private static List<String> texts(List<OutgoingRecord> records) {
    return records.stream().map(record -> record.data().toUtf8()).toList();
  }

  @Test
  void aRequestHoldsNoMoreThan10MebibytesWithItsKeys() {
    int mebibyte = 1 << 20;
    List<OutgoingRecord> large =
        IntStream.range(0, 11)
            .mapToObj(i -> OutgoingRecord.of("k" + (10 + i), zeros(mebibyte - 3), START))
            .toList();

    sender(Order.NONE, RETRY).send(large);

    assertThat(kinesis.requestSizes()).containsExactly(10, 1);
  }

  private static Bytes zeros(int size) {
    return Bytes.wrap(new byte[size]);
  }

  @Test
  void aRecordIsMeasuredWithItsKeyInUtf8() {
    int mebibyte = 1 << 20;
    OutgoingRecord fits = OutgoingRecord.of("ä", zeros(mebibyte - 2), START);
    OutgoingRecord tooLarge = OutgoingRecord.of("ä", zeros(mebibyte - 1), START);

    List<Delivery> deliveries = sender(Order.PER_KEY, RETRY).send(List.of(tooLarge, fits));

    assertThat(deliveries.get(0))
        .isEqualTo(
            new Delivery.Undelivered(
                Cause.REFUSED,
                "the record has 1,048,577 bytes with its partition key, the stream takes 1,048,576",
                0));
    assertThat(deliveries.get(1)).isInstanceOf(Delivery.Written.class);
  }

  @Test
  void aStreamSetToLargeRecordsGetsThem() {
    var limits = PutRecordsLimits.ofMaxRecordSizeInKib(10_240);

    assertThat(limits.refusal(OutgoingRecord.of("k", zeros((10 << 20) - 1), START))).isEmpty();
    assertThat(limits.refusal(OutgoingRecord.of("k", zeros(10 << 20), START))).isPresent();
  }

  @Test
  void aPartitionKeyHas1To256Characters() {
    var limits = PutRecordsLimits.DEFAULTS;

    assertThat(limits.refusal(record("", "a"))).isPresent();
    assertThat(limits.refusal(record("ä".repeat(256), "a"))).isEmpty();
    assertThat(limits.refusal(record("a".repeat(257), "a"))).isPresent();
  }

  @Test
  void onlyFailedEntriesAreSentAgain() {
    kinesis.ahead(throttling("b1", "d1"), throttling("d1"));

    List<Delivery> deliveries =
        sender(Order.PER_KEY, RETRY).send(records("a1", "b1", "c1", "d1", "e1"));

    assertThat(kinesis.texts()).containsExactly("a1", "c1", "e1", "b1", "d1");
    assertThat(kinesis.requestSizes()).containsExactly(5, 2, 1);
    assertThat(deliveries).extracting(Delivery::attempts).containsExactly(1, 2, 1, 3, 1);
    assertThat(deliveries.get(1)).isEqualTo(written(4, 2));
  }

  private static Delivery written(int number, int attempts) {
    return new Delivery.Written(
        new TargetPosition("shardId-000000000000", Integer.toString(number)), attempts);
  }

  @Test
  void thoseBehindAFailedOneOfTheirKeyAreHeldBack() {
    kinesis.ahead(throttling("a1"), throttling("a1"));

    sender(Order.PER_KEY, RETRY).send(records("a1", "a2", "b1", "a3", "b2"));

    assertThat(kinesis.texts()).containsExactly("b1", "b2", "a1", "a2", "a3");
  }

  @Test
  void withoutAnOrderAFailedRecordComesBehind() {
    kinesis.ahead(throttling("a1"));

    sender(Order.NONE, RETRY).send(records("a1", "a2", "a3"));

    assertThat(kinesis.texts()).containsExactly("a2", "a3", "a1");
    assertThat(kinesis.requestSizes()).containsExactly(3, 1);
  }

  @Test
  void aRecordIsGivenUpAtTheLimitOfAttemptsAndLetsOthersPass() {
    kinesis.ahead(throttling("a1"), throttling("a1"), throttling("a1"));

    List<Delivery> deliveries = sender(Order.PER_KEY, RETRY).send(records("a1", "a2"));

    assertThat(deliveries.get(0))
        .isEqualTo(
            new Delivery.Undelivered(
                Cause.EXHAUSTED,
                "ProvisionedThroughputExceededException: Rate exceeded for shard"
                    + " shardId-000000000000",
                3));
    assertThat(kinesis.texts()).containsExactly("a2");
  }

  @Test
  void pausesDoubleUpToTheLongest() {
    Weather no = throttling("a1");
    kinesis.ahead(no, no, no, no, no, no);

    sender(Order.PER_KEY, RETRY.withMaxAttempts(7)).send(records("a1"));

    assertThat(Duration.between(START, clock.instant()))
        .isEqualTo(Duration.ofMillis(100 + 200 + 400 + 800 + 1_000 + 1_000));
  }

  @Test
  void aLostReplyMakesADoubleButLosesNothingAndKeepsTheOrder() {
    kinesis.ahead(new Weather.LosingTheReply());

    List<Delivery> deliveries = sender(Order.PER_KEY, RETRY).send(records("a1", "b1", "a2"));

    assertThat(kinesis.texts()).containsExactly("a1", "b1", "a1", "b1", "a2");
    assertThat(deliveries).containsExactly(written(3, 1), written(4, 1), written(5, 1));
  }

  @Test
  void anOutageCostsNoAttempt() {
    for (int i = 0; i < 20; i++) {
      kinesis.ahead(
          i % 2 == 0
              ? new Weather.LosingTheRequest()
              : new Weather.Refusing(500, "InternalFailure"));
    }

    List<Delivery> deliveries = sender(Order.PER_KEY, RETRY).send(records("a1"));

    assertThat(deliveries).containsExactly(written(1, 1));
    assertThat(kinesis.requestSizes()).hasSize(21);
  }

  @Test
  void anOutageCostsAttemptsWhereThatIsWanted() {
    var gone = new Weather.LosingTheRequest();
    kinesis.ahead(gone, gone, gone);

    List<Delivery> deliveries =
        sender(Order.PER_KEY, RETRY.withOutages(Outages.COUNT)).send(records("a1", "b1"));

    assertThat(deliveries)
        .containsExactly(
            new Delivery.Undelivered(
                Cause.EXHAUSTED, "Kinesis stream 'orders' did not answer: Connection reset", 3),
            new Delivery.Undelivered(
                Cause.EXHAUSTED, "Kinesis stream 'orders' did not answer: Connection reset", 3));
  }

  @Test
  void anOutageEndsAtTheDeadline() {
    for (int i = 0; i < 100; i++) {
      kinesis.ahead(new Weather.Refusing(400, "ResourceNotFoundException"));
    }

    List<Delivery> deliveries =
        sender(Order.PER_KEY, RETRY).send(records("a1"), START.plusSeconds(5));

    assertThat(deliveries)
        .containsExactly(
            new Delivery.Undelivered(
                Cause.OUT_OF_TIME,
                "out of time; last failure: there is no Kinesis stream 'orders': create it, or"
                    + " correct its name (told so (Service: null, Status Code: 400, Request ID:"
                    + " null))",
                0));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void aRequestThatIsRefusedAsAWholeIsTakenApart() {
    kinesis.ahead(
        new Weather.Refusing(400, "ValidationException"),
        throttling(),
        new Weather.Refusing(400, "InvalidArgumentException"));

    List<Delivery> deliveries = sender(Order.NONE, RETRY).send(records("a1", "b1", "c1"));

    assertThat(kinesis.requestSizes()).containsExactly(3, 1, 1, 1);
    assertThat(kinesis.texts()).containsExactly("a1", "c1");
    assertThat(deliveries.get(1))
        .isInstanceOfSatisfying(
            Delivery.Undelivered.class,
            given -> assertThat(given.cause()).isEqualTo(Cause.REFUSED));
  }

  @Test
  void anInterruptEndsTheSendingAndStays() {
    Thread.currentThread().interrupt();

    List<Delivery> deliveries = sender(Order.PER_KEY, RETRY).send(records("a1"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(kinesis.requestSizes()).isEmpty();
    assertThat(deliveries)
        .containsExactly(
            new Delivery.Undelivered(
                Cause.OUT_OF_TIME, "interrupted; last failure: it was not tried", 0));
  }

  @Test
  void whateverFailsTheOrderOfEachKeyIsKeptAndNothingIsLost() {
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var stream = new MemoryKinesis();
      List<OutgoingRecord> records =
          IntStream.range(0, random.nextInt(1, 40))
              .mapToObj(i -> record("k" + random.nextInt(4), "t" + i))
              .toList();
      int storms = random.nextInt(30);
      for (int i = 0; i < storms; i++) {
        stream.ahead(anyWeather(random));
      }
      var target = new KinesisTarget(stream, "orders", Order.PER_KEY, small(random));
      var patient = RETRY.withMaxAttempts(1_000);

      List<Delivery> deliveries =
          new Sender(target, patient, clock, clock::advance, random::nextDouble).send(records);

      assertThat(deliveries).as("seed %s", seed).allMatch(Delivery.Written.class::isInstance);
      for (int key = 0; key < 4; key++) {
        String name = "k" + key;
        assertThat(firsts(stream, name)).as("seed %s", seed).isEqualTo(texts(of(records, name)));
        assertThat(lasts(stream, name)).as("seed %s", seed).isEqualTo(texts(of(records, name)));
      }
    }
  }

  private static PutRecordsLimits small(Random random) {
    return new PutRecordsLimits(100, random.nextInt(1, 6), 100);
  }

  private static Weather anyWeather(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new Weather.LosingTheReply();
      case 1 -> new Weather.LosingTheRequest();
      case 2 -> new Weather.Refusing(400, "ProvisionedThroughputExceededException");
      default -> new Weather.Throttling(entry -> random.nextBoolean());
    };
  }

  private static List<OutgoingRecord> of(List<OutgoingRecord> records, String key) {
    return records.stream().filter(record -> record.partitionKey().equals(key)).toList();
  }

  /** The order in which the records of a key first appear. */
  private static List<String> firsts(MemoryKinesis stream, String key) {
    return landed(stream, key).stream().distinct().toList();
  }

  /** The order in which they appear for the last time. */
  private static List<String> lasts(MemoryKinesis stream, String key) {
    return landed(stream, key).reversed().stream().distinct().toList().reversed();
  }

  private static List<String> landed(MemoryKinesis stream, String key) {
    return stream.landed().stream()
        .filter(record -> record.key().equals(key))
        .map(Landed::text)
        .toList();
  }
}
