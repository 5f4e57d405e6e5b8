package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Update;

final class DynamoDbEffectsTest {

  private static final String ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/accounts";

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", Values.text(id));
  }

  private static Delete.Builder delete(String id) {
    return Delete.builder().tableName("accounts").key(key(id));
  }

  private static DynamoDbEffects deleting(String id) {
    return DynamoDbEffects.delete(delete(id).build());
  }

  private static Put.Builder put(String id, String sort) {
    return Put.builder()
        .tableName("accounts")
        .item(Map.of("id", Values.text(id), "sort", Values.text(sort), "a", Values.number(1)));
  }

  @Test
  void allKindsOfWritesOfOneItemShareATarget() {
    var update =
        Update.builder().tableName("accounts").key(key("1")).updateExpression("REMOVE a").build();
    var check =
        ConditionCheck.builder()
            .tableName(ARN)
            .key(key("1"))
            .conditionExpression("attribute_exists(id)")
            .build();

    assertThat(
            List.of(
                DynamoDbEffects.update(update),
                DynamoDbEffects.put(put("1", "x").build(), "id"),
                DynamoDbEffects.check(check)))
        .allMatch(effects -> effects.targets().equals(deleting("1").targets()));
  }

  @Test
  void otherItemsAndOtherTablesAreOtherTargets() {
    var elsewhere = DynamoDbEffects.delete(delete("1").tableName("bookings").build());
    var two = DynamoDbEffects.put(put("1", "x").build(), "id", "sort");

    DynamoDbEffects all = deleting("1").and(deleting("2")).and(elsewhere).and(two);

    assertThat(all.size()).isEqualTo(4);
    assertThat(all.targets()).hasSize(4);
  }

  @Test
  void keysWhosePartsRunIntoEachOtherAreDifferent() {
    var one = DynamoDbEffects.put(put("a", "b4:sortS1:x").build(), "id", "sort");
    var other = DynamoDbEffects.put(put("a1:b", "4:sortS1:x").build(), "id", "sort");

    assertThat(one.targets()).isNotEqualTo(other.targets());
  }

  @ParameterizedTest
  @CsvSource({"1, 1.0", "100, 1e2", "-0, 0", "0.0, 0"})
  void oneNumberIsOneKeyHoweverItIsWritten(String one, String other) {
    assertThat(ofNumber(one).targets()).isEqualTo(ofNumber(other).targets());
  }

  private static DynamoDbEffects ofNumber(String number) {
    return DynamoDbEffects.delete(
        delete("").key(Map.of("id", AttributeValue.fromN(number))).build());
  }

  @Test
  void aTextIsAnotherKeyThanTheSameNumberOrBytes() {
    var bytes = AttributeValue.fromB(SdkBytes.fromUtf8String("1"));

    assertThat(
            List.of(
                deleting("1").targets(),
                ofNumber("1").targets(),
                DynamoDbEffects.delete(delete("").key(Map.of("id", bytes)).build()).targets()))
        .doesNotHaveDuplicates();
  }

  @Test
  void twoWritesOfOneItemAreAMistakeAndTheMessageHoldsNoKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deleting("s3cret").and(deleting("2").and(deleting("s3cret"))))
        .withMessageContaining("two writes of one item of table 'accounts'")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void moreThanACommitTakesIsAMistake() {
    DynamoDbEffects all =
        IntStream.range(0, 99)
            .mapToObj(i -> deleting("" + i))
            .reduce(DynamoDbEffects::and)
            .orElseThrow();

    assertThat(all.size()).isEqualTo(99);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all.and(deleting("99")))
        .withMessageContaining("100 writes");
  }

  @Test
  void aWriteThatIsNotWholeIsAMistakeThatSaysWhatIsMissing() {
    assertMistake(
        () -> deletingFrom(Delete.builder().key(key("s3cret"))), "a Delete: it has no tableName");
    assertMistake(
        () -> deletingFrom(Delete.builder().tableName("accounts")),
        "Delete of table 'accounts': a key has one or two attributes, not 0");
    assertMistake(
        () -> DynamoDbEffects.put(put("s3cret", "x").build(), "di"),
        "Put of table 'accounts': its item has no 'di'");
    assertMistake(
        () -> DynamoDbEffects.put(put("s3cret", "x").build(), "id", "sorted"),
        "Put of table 'accounts': its item has no 'sorted'");
    assertMistake(
        () ->
            DynamoDbEffects.update(
                Update.builder().tableName("accounts").key(key("s3cret")).build()),
        "Update of table 'accounts': it has no updateExpression");
    assertMistake(
        () ->
            DynamoDbEffects.check(
                ConditionCheck.builder().tableName("accounts").key(key("s3cret")).build()),
        "ConditionCheck of table 'accounts': it has no conditionExpression");
  }

  private static DynamoDbEffects deletingFrom(Delete.Builder delete) {
    return DynamoDbEffects.delete(delete.build());
  }

  private static void assertMistake(Supplier<DynamoDbEffects> mistake, String message) {
    assertThatIllegalArgumentException().isThrownBy(mistake::get).withMessage(message);
  }

  @Test
  void aKeyThatIsNoneIsAMistake() {
    String rule = "key attribute 'id' is to be a text, a number or bytes, and not empty";
    assertThatIllegalArgumentException().isThrownBy(() -> deleting("")).withMessageEndingWith(rule);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deletingFrom(delete("").key(Map.of("id", AttributeValue.fromBool(true)))))
        .withMessageEndingWith(rule);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ofNumber("s3cret"))
        .withMessageEndingWith("key attribute 'id' is not a number")
        .withMessageNotContaining("s3cret");
  }

  @Test
  void anAttributeWithoutAValueIsAMistake() {
    var put =
        put("1", "x").item(Map.of("id", Values.text("1"), "a", AttributeValue.builder().build()));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> DynamoDbEffects.put(put.build(), "id"))
        .withMessage("an attribute has no value");
  }

  @Test
  void theSizeIsNoLessThanDynamoDbCounts() {
    Map<String, AttributeValue> item =
        Map.of(
            "id", Values.text("ünïcödé"),
            "n", AttributeValue.fromN("-1.2345678901234567890123456789012345678E-100"),
            "b", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[1_000])));
    var put = Put.builder().tableName("accounts").item(item).build();

    assertThat(DynamoDbEffects.put(put, "id").bytes())
        .isBetween((long) ItemSize.of(item).bytes(), ItemSize.of(item).bytes() + 10L);
  }

  @Test
  void nestedValuesSetsAndExpressionsAreCounted() {
    var list = AttributeValue.fromL(List.of(Values.text("xx"), AttributeValue.fromNul(true)));
    var map =
        AttributeValue.fromM(Map.of("list", list, "set", AttributeValue.fromSs(List.of("y"))));
    var update =
        Update.builder()
            .tableName("accounts")
            .key(key("1"))
            .updateExpression("SET a = :a")
            .conditionExpression("attribute_exists(a)")
            .expressionAttributeValues(Map.of(":a", map))
            .build();

    long known = 3 + 10 + 19 + 2 + 3 + (4 + 3 + 2 + 1) + (3 + 3 + 1);

    assertThat(DynamoDbEffects.update(update).bytes()).isBetween(known, known + 10);
  }

  @Test
  void nothingIsAskedForBackAndNothingIsShown() {
    var effects =
        DynamoDbEffects.delete(
            delete("s3cret")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build());

    assertThat(effects.writes().get(0).item().delete().returnValuesOnConditionCheckFailure())
        .isEqualTo(ReturnValuesOnConditionCheckFailure.NONE);
    assertThat(effects.toString()).isEqualTo("DynamoDbEffects[writes=1, bytes=9]");
  }
}
