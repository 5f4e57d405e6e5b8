package dev.tidemark.mapping.simulated;

import dev.tidemark.mapping.InvocationResult;

/** A Lambda function in a simulation, faults of the service in front of it included. */
@FunctionalInterface
public interface SimulatedFunction {

  /** Does the function's work and says how the invocation ended. */
  InvocationResult invoke(FunctionCall call);
}
