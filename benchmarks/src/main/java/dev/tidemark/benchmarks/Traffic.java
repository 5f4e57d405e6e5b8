package dev.tidemark.benchmarks;

/** Requests, and the units that DynamoDB counted for them. */
public record Traffic(
    long dynamoDbRequests, double writeUnits, double readUnits, long puts, long gets) {

  /** None. */
  public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);

  /** What came since. */
  public Traffic minus(Traffic before) {
    return new Traffic(
        dynamoDbRequests - before.dynamoDbRequests,
        writeUnits - before.writeUnits,
        readUnits - before.readUnits,
        puts - before.puts,
        gets - before.gets);
  }
}
