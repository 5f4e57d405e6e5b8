package dev.tidemark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.checkpoint.Bytes;
import dev.tidemark.checkpoint.Position;
import dev.tidemark.checkpoint.SequenceNumber;
import dev.tidemark.checkpoint.SourceRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Lines are what a JSON generator would write, whichever way they are written. */
class RecordLineTest {

  private static final List<String> KEYS =
      List.of("", "key", "~ !#$%&'()*+,-./[]^_`{|}", "a \"quote\"", "back\\slash", "tab\t", "ü🌋");

  private static byte[] generated(List<SourceRecord> records) throws IOException {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setRootValueSeparator(null);
      for (SourceRecord record : records) {
        json.writeStartObject();
        json.writeStringField("sequenceNumber", record.position().sequenceNumber().digits());
        json.writeNumberField("subSequenceNumber", record.position().subSequenceNumber());
        json.writeStringField("partitionKey", record.partitionKey());
        json.writeStringField("arrivedAt", record.arrivedAt().toString());
        json.writeBinaryField("data", record.data().toByteArray());
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
    return out.toByteArray();
  }

  @Test
  void aBatchIsWrittenAsAGeneratorWouldWriteIt() throws IOException {
    var random = new Random(1);
    var records = new ArrayList<SourceRecord>();
    for (int i = 0; i < 500; i++) {
      byte[] data = new byte[random.nextInt(5_000)];
      random.nextBytes(data);
      records.add(
          new SourceRecord(
              new Position(SequenceNumber.of(1_000 + i), i % 3),
              KEYS.get(i % KEYS.size()),
              Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L)),
              Bytes.wrap(data)));
    }

    Bytes payload = PayloadFormat.encode(records);

    try (var gunzip = new GZIPInputStream(payload.asInputStream())) {
      assertThat(gunzip.readAllBytes()).isEqualTo(generated(records));
    }
    assertThat(PayloadFormat.decode(payload)).isEqualTo(records);
  }

  @Test
  void onlyAKeyThatStaysAsItIsIsPlain() {
    assertThat(KEYS).filteredOn(RecordLine::isPlain).hasSize(3);
  }
}
