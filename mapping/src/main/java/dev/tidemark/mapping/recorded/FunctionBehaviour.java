package dev.tidemark.mapping.recorded;

import static java.util.stream.Collectors.joining;

import dev.tidemark.mapping.InvocationResult;
import dev.tidemark.mapping.InvocationResult.FunctionError;
import dev.tidemark.mapping.InvocationResult.FunctionError.Kind;
import dev.tidemark.mapping.InvocationResult.Returned;
import dev.tidemark.mapping.MappedRecord;
import java.util.List;
import java.util.Objects;

/** What the function of a recorded case does with every batch. */
public sealed interface FunctionBehaviour {

  /** How an invocation with these records ends. */
  InvocationResult invoke(List<MappedRecord> records);

  /**
   * Always returns the same.
   *
   * @param responseJson what it returns
   */
  record Returns(String responseJson) implements FunctionBehaviour {
    public Returns {
      Objects.requireNonNull(responseJson, "responseJson");
    }

    @Override
    public InvocationResult invoke(List<MappedRecord> records) {
      return new Returned(responseJson);
    }
  }

  /** Always throws. */
  record Throws() implements FunctionBehaviour {
    @Override
    public InvocationResult invoke(List<MappedRecord> records) {
      return new FunctionError(Kind.THROWN);
    }
  }

  /**
   * Reports the sequence numbers of the records whose data holds a text as batch item failures.
   *
   * @param text what failing data holds
   */
  record ReportsRecordsHolding(String text) implements FunctionBehaviour {
    public ReportsRecordsHolding {
      Objects.requireNonNull(text, "text");
    }

    @Override
    public InvocationResult invoke(List<MappedRecord> records) {
      return new Returned(
          records.stream()
              .filter(r -> r.data().toUtf8().contains(text))
              .map(r -> "{\"itemIdentifier\":\"" + r.sequenceNumber() + "\"}")
              .collect(joining(",", "{\"batchItemFailures\":[", "]}")));
    }
  }
}
