package dev.tidemark.poller.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineageTest {

  private static final ShardPosition HORIZON = new ShardPosition.Horizon();
  private static final ShardLease PARENT = ShardLease.first("parent", List.of(), HORIZON);
  private static final ShardLease CHILD = ShardLease.first("child", List.of("parent"), HORIZON);
  private static final ListedShard LISTED_PARENT = new ListedShard("parent", List.of());
  private static final ListedShard LISTED_CHILD = new ListedShard("child", List.of("parent"));

  @Test
  void aChildWaitsUntilItsParentIsFinished() {
    var listed = List.of(LISTED_PARENT, LISTED_CHILD);
    ShardLease finished = PARENT.at(new ShardPosition.Ended());

    assertThat(Lineage.of(List.of(PARENT, CHILD), listed).isReadable(CHILD)).isFalse();
    assertThat(Lineage.of(List.of(finished, CHILD), listed).isReadable(CHILD)).isTrue();
    assertThat(Lineage.of(List.of(finished, CHILD), listed).isReadable(finished)).isFalse();
  }

  @Test
  void aChildOfTwoWaitsForBoth() {
    ShardLease merged = ShardLease.first("merged", List.of("parent", "other"), HORIZON);
    ShardLease other = ShardLease.first("other", List.of(), HORIZON);
    ShardLease finished = PARENT.at(new ShardPosition.Ended());

    assertThat(Lineage.of(List.of(finished, other, merged), List.of()).isReadable(merged))
        .isFalse();
  }

  @Test
  void aParentThatTheStreamHasAndNobodyHasMadeARowForIsWaitedFor() {
    assertThat(Lineage.of(List.of(CHILD), List.of(LISTED_PARENT, LISTED_CHILD)).isReadable(CHILD))
        .isFalse();
  }

  @Test
  void aParentThatTheStreamHasNoMoreIsNotWaitedFor() {
    assertThat(Lineage.of(List.of(CHILD), List.of(LISTED_CHILD)).isReadable(CHILD)).isTrue();
  }

  @Test
  void rowsOfParentsAreMadeBeforeThoseOfTheirChildren() {
    var grandchild = new ListedShard("grandchild", List.of("child"));

    assertThat(Ancestry.parentsFirst(List.of(grandchild, LISTED_CHILD, LISTED_PARENT)))
        .containsExactly(LISTED_PARENT, LISTED_CHILD, grandchild);
  }
}
