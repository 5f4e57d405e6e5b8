package dev.tidemark.cli.demo;

import java.util.Optional;

/**
 * A call of AWS as IAM sees it.
 *
 * @param action for example {@code dynamodb:PutItem}
 * @param resource an ARN
 * @param leadingKey the partition key of the items that it is about
 */
record Call(String action, String resource, Optional<String> leadingKey) {

  static Call of(String action, String resource) {
    return new Call(action, resource, Optional.empty());
  }
}
