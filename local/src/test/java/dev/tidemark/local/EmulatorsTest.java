package dev.tidemark.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorsTest {
  @Test
  void everyProgramStandsBesideTheCode() {
    Emulators emulators = Emulators.find();

    assertThat(emulators.folder("dynamodb")).isDirectoryContaining("glob:**/DynamoDBLocal-*.jar");
    assertThat(emulators.folder("s3")).isDirectoryContaining("glob:**/s3proxy-*.jar");
    assertThat(emulators.folder("kinesis")).isDirectoryContaining("glob:**/node_modules");
    assertThat(emulators.file("lambda-runtime", "aws-lambda-java-core", ".jar")).isRegularFile();
  }

  @Test
  void aProgramThatIsNotInstalledIsNamedWithWhatToDo(@TempDir Path empty) {
    assertThatThrownBy(() -> new Emulators(empty).folder("dynamodb"))
        .isInstanceOf(LocalAwsException.class)
        .hasMessage(
            "The program 'dynamodb' is not installed in "
                + empty
                + "; build the module 'local' once");
  }

  @Test
  void theKinesisLockFileNamesNoRegistry() throws Exception {
    String lock = Files.readString(Path.of("emulators", "kinesis", "package-lock.json"));

    assertThat(lock).contains("\"kinesis-local\": \"0.6.2\"").doesNotContain("resolved", "://");
  }
}
