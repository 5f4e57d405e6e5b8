package dev.tidemark.cli.operate;

/** Invokes the function of a consumer and waits for it. */
interface FunctionCall {

  /** The function's name in full. */
  String arn();

  /** The name that it keeps its checkpoints under. */
  String consumer();

  /**
   * Invokes it with an event, once.
   *
   * @return how it ended
   */
  Answer invoke(byte[] event);

  /** How an invocation ended. */
  sealed interface Answer {

    /**
     * It returned; what it recorded stands in the table.
     *
     * @param response what it returned, as JSON text
     */
    record Returned(String response) implements Answer {}

    /**
     * It did not return.
     *
     * @param how what is known of it, in one line
     */
    record Failed(String how) implements Answer {}
  }
}
