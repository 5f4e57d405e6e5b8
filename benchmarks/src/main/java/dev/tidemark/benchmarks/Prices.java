package dev.tidemark.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What things cost on AWS, from {@code prices.properties}. Immutable. */
public final class Prices {

  private static final double MILLION = 1e6;
  private static final double DAYS_OF_A_MONTH = 30;
  private static final double BYTES_OF_A_GIGABYTE = 1 << 30;

  /** The memory with which Lambda gives a function one whole core. */
  private static final double GIGABYTES_OF_A_CORE = 1_769 / 1_024.0;

  private final Properties file;

  private Prices(Properties file) {
    this.file = file;
  }

  /** The prices of the file. */
  public static Prices load() {
    var file = new Properties();
    try (InputStream in = Prices.class.getResourceAsStream("prices.properties")) {
      file.load(Objects.requireNonNull(in, "prices.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Prices(file);
  }

  /** When they were looked up. */
  public String asOf() {
    return file.getProperty("as.of");
  }

  private double price(String name) {
    return Double.parseDouble(Objects.requireNonNull(file.getProperty(name), name));
  }

  /** USD for a million records, if so many of them make this traffic. */
  public double ofMillionRecords(Traffic traffic, long records) {
    double millionths =
        traffic.writeUnits() * price("dynamodb.write.units.million")
            + traffic.readUnits() * price("dynamodb.read.units.million")
            + traffic.puts() * price("s3.puts.million")
            + traffic.gets() * price("s3.gets.million");
    return millionths / records;
  }

  /** USD for so long of one core. */
  double ofMillisOfLambda(double millis) {
    double gigabyteSeconds = millis / 1_000 * GIGABYTES_OF_A_CORE;
    return gigabyteSeconds * price("lambda.gigabyte.seconds.million") / MILLION;
  }

  /** USD for so many bytes kept for so long. */
  double ofDaysInS3(double bytes, int days) {
    double gigabyteMonths = bytes / BYTES_OF_A_GIGABYTE * days / DAYS_OF_A_MONTH;
    return gigabyteMonths * price("s3.standard.gigabyte.month");
  }
}
