package dev.tidemark.proof.explore;

import dev.tidemark.proof.sabotage.Sabotage;

/** Which numbers make up a state of a scope, and where each of them stands. */
final class Shape {

  private static final int STORE_BITS = 22;
  private static final int NODE_BITS = 22;
  private static final int CALL_BITS = 20;
  private static final int SECONDS_BITS = 7;
  private static final int COUNT_BITS = 3;

  final int invocations;
  final int records;
  final int lateCalls;
  final Fields fields = new Fields();
  final int store;
  final int node;
  final int late;
  final int seconds;
  final int begun;
  final int passed;
  final int awaited;
  final int known;
  final int left;
  final int doneBy;
  final int failedBy;
  final int charged;
  final int marks;
  final int finishedBefore;
  final int storeFailed;

  /** Whether it is remembered which invocation had a store fault: a saboteur may ask. */
  final boolean rememberStoreFaults;

  Shape(Scope scope, Sabotage sabotage) {
    invocations = scope.invocations();
    records = scope.records().size();
    lateCalls = scope.allowed(Choice.LATE_WRITE);
    store = fields.add(1, STORE_BITS);
    node = fields.add(invocations, NODE_BITS);
    late = fields.add(lateCalls, CALL_BITS);
    seconds = fields.add(1, SECONDS_BITS);
    begun = fields.add(1, COUNT_BITS);
    passed = fields.add(1, records);
    awaited = fields.add(1, invocations);
    known = fields.add(scope.lanes(), invocations);
    left = fields.size();
    for (Choice choice : Choice.values()) {
      fields.add(1, scope.allowed(choice) > 0 ? COUNT_BITS : 0);
    }
    doneBy = fields.add(records, invocations);
    failedBy = fields.size();
    for (Scope.Subject subject : scope.records()) {
      fields.add(1, fails(subject) ? invocations : 0);
    }
    charged = fields.size();
    for (Scope.Subject subject : scope.records()) {
      fields.add(1, fails(subject) ? COUNT_BITS : 0);
    }
    marks = fields.add(records, COUNT_BITS);
    finishedBefore = fields.add(invocations, records);
    rememberStoreFaults = sabotage != Sabotage.NONE;
    storeFailed = fields.add(1, rememberStoreFaults ? invocations : 0);
  }

  private static boolean fails(Scope.Subject subject) {
    return subject.ending() == Scope.Ending.FAILS;
  }
}
