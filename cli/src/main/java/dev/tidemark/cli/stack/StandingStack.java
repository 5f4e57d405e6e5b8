package dev.tidemark.cli.stack;

import dev.tidemark.cli.Progress;
import dev.tidemark.local.AwsServices;
import dev.tidemark.local.LocalService;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A stack that stays up after its run, for those who want to look around. */
public final class StandingStack {

  private StandingStack() {}

  /** Says where everything is, and never returns: Ctrl-C ends the process and its services. */
  public static void await(AwsServices aws, List<String> more, Progress progress)
      throws InterruptedException {
    for (LocalService service : LocalService.values()) {
      progress.say("  %-9s %s".formatted(service, aws.endpoint(service)));
    }
    more.forEach(line -> progress.say("  " + line));
    progress.say("The stack stays up. Ctrl-C ends it.");
    new CountDownLatch(1).await();
  }
}
