package dev.tidemark.cli.stack;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far things are: a bar on a terminal, a line now and then elsewhere. */
public final class Progress {

  private final PrintStream out;
  private final Screen screen;

  /** What is looked at. */
  public enum Screen {
    TERMINAL,
    FILE
  }

  public Progress(PrintStream out, Screen screen) {
    this.out = out;
    this.screen = screen;
  }

  /** On standard error; {@code ./tidemark} says whether that is a terminal. */
  public static Progress onStandardError() {
    boolean terminal = Boolean.getBoolean("tidemark.terminal");
    return new Progress(System.err, terminal ? Screen.TERMINAL : Screen.FILE);
  }

  /** Prints a line. */
  public void say(String line) {
    out.println(line);
  }

  /** Begins to show something that has {@code all} steps. */
  public Bar start(String what, int all) {
    return switch (screen) {
      case TERMINAL -> new TerminalBar(what, all, out);
      case FILE -> new Lines(what, all, out);
    };
  }

  /** Something that gets done bit by bit. */
  public interface Bar extends AutoCloseable {
    void stepBy(int done);

    @Override
    void close();
  }

  private static final class TerminalBar implements Bar {
    private final ProgressBar bar;

    TerminalBar(String what, int all, PrintStream out) {
      this.bar =
          new ProgressBarBuilder()
              .setTaskName(what)
              .setInitialMax(all)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new me.tongfei.progressbar.ConsoleProgressBarConsumer(out))
              .build();
    }

    @Override
    public void stepBy(int done) {
      bar.stepBy(done);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  private static final class Lines implements Bar {
    private static final int LINES = 5;

    private final String what;
    private final int all;
    private final PrintStream out;
    private int done;

    Lines(String what, int all, PrintStream out) {
      this.what = what;
      this.all = all;
      this.out = out;
    }

    @Override
    public synchronized void stepBy(int more) {
      int before = done * LINES / all;
      done += more;
      if (done * LINES / all > before) {
        out.printf("  %,d of %,d %s%n", done, all, what);
      }
    }

    @Override
    public void close() {}
  }
}
