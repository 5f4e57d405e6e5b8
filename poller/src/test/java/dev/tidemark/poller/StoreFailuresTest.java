package dev.tidemark.poller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreFailuresTest {

  private final List<String> ends = new ArrayList<>();
  private final StoreFailures failures = new StoreFailures(2, ends::add);

  @Test
  void asManyFailuresInARowAsAreTolerableEndNothing() {
    failures.failed("one");
    failures.failed("two");
    failures.succeeded();
    failures.failed("one again");
    failures.failed("two again");

    assertThat(ends).isEmpty();
  }

  @Test
  void oneMoreEndsThePollerWithTheReason() {
    failures.failed("one");
    failures.failed("two");
    failures.failed("the table is gone");

    assertThat(ends)
        .containsExactly(
            "the checkpoints failed more than 2 times in a row, as many as are tolerated; the last"
                + " time: the table is gone");
  }
}
