package dev.tidemark.poller;

import dev.tidemark.engine.CheckpointListener;
import java.util.function.Consumer;

/**
 * Counts the failures of the store that come in a row, of saves and of deliveries, and tells when
 * there are more than is tolerated. Thread-safe.
 */
final class StoreFailures {

  private final int tolerable;
  private final Consumer<String> onTooMany;
  private int inARow;

  StoreFailures(int tolerable, Consumer<String> onTooMany) {
    this.tolerable = tolerable;
    this.onTooMany = onTooMany;
  }

  synchronized void succeeded() {
    inARow = 0;
  }

  void failed(String why) {
    boolean tooMany;
    synchronized (this) {
      inARow++;
      tooMany = inARow > tolerable;
    }
    if (tooMany) {
      onTooMany.accept(
          "the checkpoints failed more than %d times in a row, as many as are tolerated; the last time: %s"
              .formatted(tolerable, why));
    }
  }

  /** Counts deliveries as well, and passes on what it hears. */
  CheckpointListener listening(CheckpointListener next) {
    return news -> {
      next.onCheckpoint(news);
      if (news instanceof CheckpointListener.News.Ended ended) {
        ended
            .response()
            .trouble()
            .ifPresentOrElse(trouble -> failed(trouble.message()), this::succeeded);
      }
    };
  }
}
