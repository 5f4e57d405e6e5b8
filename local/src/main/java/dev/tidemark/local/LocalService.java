package dev.tidemark.local;

import java.util.Locale;

/** A service that {@link LocalAws} can run on this machine. */
public enum LocalService {
  /** DynamoDB Local, in memory. */
  DYNAMODB,
  /** An S3 server over a temporary folder; honours {@code If-None-Match: *}. */
  S3,
  /** A Kinesis emulator; needs Node.js. */
  KINESIS;

  /** The name of the SDK's variable that points a client at this service's endpoint. */
  String endpointVariable() {
    return "AWS_ENDPOINT_URL_" + name();
  }

  /** The folder of the emulator's files, and the name of its log. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
