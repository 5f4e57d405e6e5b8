package dev.tidemark.producer.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.producer.TargetPosition;
import dev.tidemark.producer.WriteCheckpoint;
import dev.tidemark.producer.WriteCheckpoints;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Write checkpoints in a folder: a JSON object a file, a file for each producer and target. A file
 * is replaced as a whole, so that a reader finds the old one or the new one.
 */
public final class WriteCheckpointFolder implements WriteCheckpoints {

  private static final JsonFactory JSON = new JsonFactory();

  private final Path folder;

  public WriteCheckpointFolder(Path folder) {
    this.folder = Objects.requireNonNull(folder);
  }

  private Path file(String producer, String target) {
    return folder.resolve(encoded(producer) + "@" + encoded(target) + ".json");
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  @Override
  public Optional<WriteCheckpoint> load(String producer, String target) {
    Path file = file(producer, target);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(file.toFile())) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        fields.put(name, json.getText());
      }
      requireWhole(file, json);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
    return Optional.of(checkpoint(fields));
  }

  private static void requireWhole(Path file, JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException(file + " is no write checkpoint");
    }
  }

  private static WriteCheckpoint checkpoint(Map<String, String> fields) {
    return new WriteCheckpoint(
        field(fields, "producer"),
        field(fields, "target"),
        new TargetPosition(field(fields, "part"), field(fields, "offset")),
        Instant.parse(field(fields, "sourceTime")),
        Long.parseLong(field(fields, "records")),
        Instant.parse(field(fields, "writtenAt")));
  }

  private static String field(Map<String, String> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }

  @Override
  public void save(WriteCheckpoint checkpoint) {
    Path file = file(checkpoint.producer(), checkpoint.target());
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(folder);
      try (var out = new FileOutputStream(draft.toFile())) {
        out.write(json(checkpoint));
        out.getFD().sync();
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] json(WriteCheckpoint checkpoint) throws IOException {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("producer", checkpoint.producer());
      json.writeStringField("target", checkpoint.target());
      json.writeStringField("part", checkpoint.position().part());
      json.writeStringField("offset", checkpoint.position().offset());
      json.writeStringField("sourceTime", checkpoint.sourceTime().toString());
      json.writeNumberField("records", checkpoint.records());
      json.writeStringField("writtenAt", checkpoint.writtenAt().toString());
      json.writeEndObject();
    }
    return out.toByteArray();
  }
}
