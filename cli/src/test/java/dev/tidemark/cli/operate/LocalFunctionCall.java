package dev.tidemark.cli.operate;

import dev.tidemark.local.FunctionResult;
import dev.tidemark.local.LocalFunction;

/**
 * A packaged function on this machine.
 *
 * @param arn the name it is known by
 * @param consumer the name that it consumes under
 */
record LocalFunctionCall(LocalFunction function, String arn, String consumer)
    implements FunctionCall {

  @Override
  public Answer invoke(byte[] event) {
    FunctionResult result = function.invoke(event).join();
    return result instanceof FunctionResult.Returned returned
        ? new Answer.Returned(returned.response())
        : new Answer.Failed(result.toString());
  }
}
