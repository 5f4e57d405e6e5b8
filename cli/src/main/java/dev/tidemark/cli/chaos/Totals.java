package dev.tidemark.cli.chaos;

import dev.tidemark.cli.chaos.function.Booking;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Holds the balances of the accounts against what the records add to them, each once.
 *
 * @param bookings how many records add to an account
 * @param expected the sum of all that they add
 * @param booked the sum of all balances
 * @param findings one line for each account whose balance is another
 */
record Totals(int bookings, long expected, long booked, List<String> findings) {

  Totals {
    findings = List.copyOf(findings);
  }

  /**
   * @param records what was put on the stream
   * @param copies what the records book that a put left there once more
   * @param balances of the accounts, in the end
   */
  static Totals of(
      Collection<ChaosRecord> records,
      Collection<Optional<Booking>> copies,
      Map<String, Long> balances) {
    Map<String, Long> due = new HashMap<>();
    List<Booking> bookings =
        Stream.concat(
                records.stream()
                    .map(record -> Booking.of(record.partitionKey(), record.data().toUtf8())),
                copies.stream())
            .flatMap(Optional::stream)
            .toList();
    bookings.forEach(booking -> due.merge(booking.account(), booking.amount(), Long::sum));
    var accounts = new TreeSet<>(due.keySet());
    accounts.addAll(balances.keySet());
    var findings = new ArrayList<String>();
    for (String account : accounts) {
      long expected = due.getOrDefault(account, 0L);
      long booked = balances.getOrDefault(account, 0L);
      if (expected != booked) {
        findings.add("account %s is %d, expected %d".formatted(account, booked, expected));
      }
    }
    return new Totals(bookings.size(), sum(due), sum(balances), findings);
  }

  private static long sum(Map<String, Long> amounts) {
    return amounts.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean areExact() {
    return findings.isEmpty();
  }

  /** Reads the balances of all accounts. */
  static Map<String, Long> balances(DynamoDbClient dynamoDb) {
    Map<String, Long> balances = new HashMap<>();
    dynamoDb
        .scanPaginator(scan -> scan.tableName(Booking.TABLE).consistentRead(true))
        .items()
        .forEach(
            item ->
                balances.put(
                    item.getOrDefault(Booking.ACCOUNT, AttributeValue.fromS("?")).s(),
                    Long.parseLong(
                        item.getOrDefault(Booking.BALANCE, AttributeValue.fromN("0")).n())));
    return balances;
  }
}
