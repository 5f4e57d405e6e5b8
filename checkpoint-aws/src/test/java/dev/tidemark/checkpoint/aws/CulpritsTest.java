package dev.tidemark.checkpoint.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.Delete;

final class CulpritsTest {

  private static final int ALL = 99;

  private final List<DynamoDbEffects> effects =
      IntStream.range(0, ALL).mapToObj(CulpritsTest::effects).toList();
  private int probes;

  private static DynamoDbEffects effects(int number) {
    return DynamoDbEffects.delete(
        Delete.builder().tableName("t").key(Map.of("id", Values.number(number))).build());
  }

  private Set<Integer> find(Set<Integer> bad) {
    var culprits =
        new Culprits(
            effects,
            tried -> {
              probes++;
              return tried.stream().map(effects::indexOf).anyMatch(bad::contains)
                  ? Optional.of("bad")
                  : Optional.empty();
            });
    return culprits.find("all are bad").keySet();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 62, 63, 97, 98})
  void oneIsFoundWithFewRequests(int bad) {
    assertThat(find(Set.of(bad))).containsExactly(bad);
    assertThat(probes).isLessThan(30);
  }

  @Test
  void whenAllAreBadEachIsAskedOnce() {
    Set<Integer> all = IntStream.range(0, ALL).boxed().collect(Collectors.toSet());

    assertThat(find(all)).isEqualTo(all);
    assertThat(probes).isEqualTo(ALL);
  }

  @Test
  void anySetIsFoundExactly() {
    var numbers = new ArrayList<>(IntStream.range(0, ALL).boxed().toList());
    var random = new java.util.Random(7);
    for (int size = 1; size <= ALL; size++) {
      Collections.shuffle(numbers, random);
      Set<Integer> bad = Set.copyOf(numbers.subList(0, size));

      assertThat(find(bad)).isEqualTo(bad);
    }
  }

  @Test
  void whenNoSingleOneIsToBlameAllAre() {
    assertThat(find(Set.of())).hasSize(ALL);
  }
}
