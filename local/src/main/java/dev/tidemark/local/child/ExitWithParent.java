package dev.tidemark.local.child;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * The main class of every child JVM: runs another main class, and halts the JVM when the parent
 * process ends.
 *
 * <p>The parent holds the other end of standard input. However the parent ends, also by {@code kill
 * -9}, the operating system closes that end, and the read below returns. Uses the JDK only: it runs
 * on the class path of another program, where nothing else of Tidemark is.
 */
public final class ExitWithParent {
  private static final int KILLED = 137;

  private ExitWithParent() {}

  /**
   * Runs {@code args[0]} with the remaining arguments, on this thread.
   *
   * @throws Throwable what the other main method throws
   */
  public static void main(String[] args) throws Throwable {
    InputStream parent = System.in;
    System.setIn(InputStream.nullInputStream());
    Thread watch = new Thread(() -> haltAtEndOf(parent), "exit-with-parent");
    watch.setDaemon(true);
    watch.start();
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    try {
      Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static void haltAtEndOf(InputStream parent) {
    try {
      while (parent.read() >= 0) {
        // The parent writes nothing; what a stray writer sends is dropped.
      }
    } catch (IOException e) {
      System.err.println("Lost the parent process: " + e);
    }
    Runtime.getRuntime().halt(KILLED);
  }
}
