package dev.tidemark.checkpoint.aws;

import dev.tidemark.checkpoint.store.StoreException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Failures of DynamoDB in the words of the port. The codes are those of "Error handling with
 * DynamoDB" in its developer guide.
 */
final class DynamoDbFailures {

  private final String table;

  DynamoDbFailures(String table) {
    this.table = table;
  }

  /**
   * @param action the API call, as in the permission's name
   */
  StoreException of(String action, SdkException e) {
    String what = action + " on DynamoDB table '" + table + "'";
    return SdkFailures.common(what, e).orElseGet(() -> lasting(action, what, e));
  }

  private StoreException lasting(String action, String what, SdkException e) {
    if (e instanceof ResourceNotFoundException) {
      return SdkFailures.misconfigured(
          "there is no DynamoDB table '%s' in this account and region: create it, or set TIDEMARK_TABLE to the right name"
              .formatted(table),
          e);
    }
    if (e instanceof AwsServiceException service && SdkFailures.isDenied(service)) {
      return SdkFailures.misconfigured(
          "no permission: allow dynamodb:%s on table '%s' in the function's role (%s)"
              .formatted(action, table, SdkFailures.line(e)),
          e);
    }
    return SdkFailures.misconfigured(
        "%s was refused: %s (the table needs the keys %s and %s, both texts: create it from Tidemark's template, or set TIDEMARK_TABLE to the right name)"
            .formatted(
                what, SdkFailures.line(e), CheckpointTable.PARTITION_KEY, CheckpointTable.SORT_KEY),
        e);
  }

  /** A commit in words, without its data. */
  static String commit(Commit commit) {
    return "TransactWriteItems on DynamoDB table '%s'".formatted(commit.table());
  }

  /** A failure of a commit that is not about the form of its effects. */
  StoreException ofCommit(Commit commit, SdkException e) {
    return SdkFailures.common(commit(commit), e).orElseGet(() -> lastingOf(commit, e));
  }

  private StoreException lastingOf(Commit commit, SdkException e) {
    Set<String> others = commit.effectTables();
    if (others.isEmpty()) {
      return lasting("PutItem", commit(commit), e);
    }
    String tables = others.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
    if (e instanceof ResourceNotFoundException) {
      return SdkFailures.misconfigured(
          "a commit is about DynamoDB tables '%s' and %s, of which one is not there in this account and region: create it, or set TIDEMARK_TABLE or the name in the effects right"
              .formatted(table, tables),
          e);
    }
    if (e instanceof AwsServiceException service && SdkFailures.isDenied(service)) {
      return SdkFailures.misconfigured(
          "no permission: allow dynamodb:PutItem on table '%s', and PutItem, UpdateItem, DeleteItem and ConditionCheckItem, as effects use them, on %s in the function's role (%s)"
              .formatted(table, tables, SdkFailures.line(e)),
          e);
    }
    return SdkFailures.misconfigured(
        "%s was refused: %s".formatted(commit(commit), SdkFailures.line(e)), e);
  }

  StoreException unreadable(Map<String, AttributeValue> key, IllegalArgumentException e) {
    return SdkFailures.misconfigured(
        "cannot read item %s/%s of DynamoDB table '%s' (written by another version?): %s"
            .formatted(
                text(key, CheckpointTable.PARTITION_KEY),
                text(key, CheckpointTable.SORT_KEY),
                table,
                e.getMessage()),
        e);
  }

  private static String text(Map<String, AttributeValue> key, String name) {
    AttributeValue value = key.get(name);
    return value == null ? "?" : String.valueOf(value.s());
  }
}
