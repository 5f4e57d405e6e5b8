package dev.tidemark.cli.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the one thing that the doctor wants to know of a bucket's policy. */
final class BucketPolicy {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String SECURE = "aws:SecureTransport";

  private BucketPolicy() {}

  /** Whether a statement denies what comes over a connection that is not encrypted. */
  static boolean deniesPlainConnections(String policy) {
    try (JsonParser json = JSON.createParser(policy)) {
      var statement = new Statement();
      while (json.nextToken() != null) {
        statement.read(json);
        if (statement.isTheOne()) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("S3 answers with a policy that is no JSON", e);
    }
  }

  /** What has been read of the statement that is being read. */
  private static final class Statement {
    private static final int DEPTH = 2;

    private final List<String> path = new ArrayList<>();
    private boolean denies;
    private boolean plain;

    void read(JsonParser json) throws IOException {
      JsonToken token = json.currentToken();
      if (token == JsonToken.START_OBJECT && objects(json) <= DEPTH) {
        denies = false;
        plain = false;
      } else if (token.isScalarValue()) {
        String name = field(json);
        denies |= name.equals("Effect") && json.getText().equals("Deny");
        plain |= name.equals(SECURE) && json.getText().equals("false");
      }
      path.clear();
    }

    boolean isTheOne() {
      return denies && plain;
    }

    private static int objects(JsonParser json) {
      int depth = 0;
      for (var at = json.getParsingContext(); at != null; at = at.getParent()) {
        depth += at.inObject() ? 1 : 0;
      }
      return depth;
    }

    /** The field that the value, or the list around it, belongs to. */
    private static String field(JsonParser json) {
      var at = json.getParsingContext();
      while (at != null && !at.inObject()) {
        at = at.getParent();
      }
      return at == null || at.getCurrentName() == null ? "" : at.getCurrentName();
    }
  }
}
