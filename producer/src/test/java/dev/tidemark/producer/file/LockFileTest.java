package dev.tidemark.producer.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.producer.BufferException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {

  private static final String WHAT = "the folder";

  /** Another process that claims a file, and says what came of it. */
  static final class Other {
    private Other() {}

    public static void main(String[] path) throws IOException {
      try (LockFile lock = LockFile.claim(Path.of(path[0]), WHAT)) {
        System.out.print("has " + WHAT + (lock == null ? "?" : ""));
      } catch (BufferException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  private static String claimElsewhere(Path path) throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor()).isZero();
    return said;
  }

  @Test
  void whoIsRefusedInTheSameProcessDoesNotGiveTheLockAway(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("lock");
    String mine = "in use by process " + ProcessHandle.current().pid();
    LockFile lock = LockFile.claim(path, WHAT);
    assertThatThrownBy(() -> LockFile.claim(path, WHAT))
        .isInstanceOf(BufferException.class)
        .hasMessageContaining(mine);

    assertThat(claimElsewhere(path)).contains(mine);

    lock.close();
    assertThat(claimElsewhere(path)).isEqualTo("has " + WHAT);
    LockFile.claim(path, WHAT).close();
  }
}
