package dev.tidemark.poller;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AwsPartsTest {

  @Test
  void checkpointsThatAreKeptForLessLongThanRecordsAreRefused() {
    Duration aWeek = Duration.ofDays(7);

    assertThatCode(() -> AwsParts.requireRetention(aWeek, aWeek, "orders"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> AwsParts.requireRetention(aWeek, Duration.ofHours(169), "orders"))
        .isInstanceOf(PollerException.class)
        .hasMessageContaining("set TIDEMARK_POLLER_RETENTION_DAYS to 8 or more");
  }
}
