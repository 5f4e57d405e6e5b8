package dev.tidemark.proof.explore;

/**
 * A state of everything, in numbers that can be changed; {@link VisitedStates} keeps it packed.
 *
 * <p>It has what decides how things may go on (stores, invocations, calls under way, the clock,
 * what the mapping knows, which choices are left) and what has to be remembered to judge that: by
 * whom a record was done and failed, as long as it is not recorded as finished.
 */
final class State {

  private final Shape shape;
  private final int[] numbers;

  State(Shape shape) {
    this.shape = shape;
    this.numbers = new int[shape.fields.size()];
  }

  /** The first state of a scope. */
  static State first(Shape shape, Scope scope) {
    var state = new State(shape);
    for (Choice choice : Choice.values()) {
      state.numbers[shape.left + choice.place()] = scope.allowed(choice);
    }
    return state;
  }

  Shape shape() {
    return shape;
  }

  void copy(State other) {
    System.arraycopy(other.numbers, 0, numbers, 0, numbers.length);
  }

  void pack(long[] packed) {
    shape.fields.pack(numbers, packed);
  }

  void unpack(long[] packed) {
    shape.fields.unpack(packed, numbers);
  }

  int store() {
    return numbers[shape.store];
  }

  void store(int store) {
    numbers[shape.store] = store;
  }

  int node(int invocation) {
    return numbers[shape.node + invocation];
  }

  void node(int invocation, int node) {
    numbers[shape.node + invocation] = node;
  }

  boolean isAlive(int invocation) {
    return node(invocation) > Nodes.GONE;
  }

  /** Whether no invocation is under way. */
  boolean isQuiet() {
    for (int i = 0; i < begun(); i++) {
      if (isAlive(i)) {
        return false;
      }
    }
    return true;
  }

  int seconds() {
    return numbers[shape.seconds];
  }

  void pass(int seconds) {
    numbers[shape.seconds] += seconds;
  }

  /** How many invocations have begun. */
  int begun() {
    return numbers[shape.begun];
  }

  void beginOne() {
    numbers[shape.begun]++;
  }

  /** The records that the mapping has moved past, as bits. */
  int passed() {
    return numbers[shape.passed];
  }

  void passed(int bits) {
    numbers[shape.passed] = bits;
  }

  /** Whether the mapping waits for the response of this invocation. */
  boolean isAwaited(int invocation) {
    return (numbers[shape.awaited] >> invocation & 1) == 1;
  }

  void await(int invocation) {
    numbers[shape.awaited] |= 1 << invocation;
  }

  void noLongerAwait(int invocation) {
    numbers[shape.awaited] &= ~(1 << invocation);
  }

  /** The invocations that the process of a lane knows to be recorded, as bits. */
  int known(int lane) {
    return numbers[shape.known + lane];
  }

  void known(int lane, int bits) {
    numbers[shape.known + lane] = bits;
  }

  boolean mayChoose(Choice choice) {
    return numbers[shape.left + choice.place()] > 0;
  }

  void choose(Choice choice) {
    numbers[shape.left + choice.place()]--;
  }

  /** The number of a call that is to land late, plus 1; 0 at a free place. */
  int late(int place) {
    return numbers[shape.late + place];
  }

  /** Adds a call that is to land late; they stand in order of their numbers. */
  void addLate(int call) {
    int place = 0;
    while (late(place) > call + 1) {
      place++;
    }
    for (int i = shape.lateCalls - 1; i > place; i--) {
      numbers[shape.late + i] = late(i - 1);
    }
    numbers[shape.late + place] = call + 1;
  }

  void removeLate(int place) {
    for (int i = place; i < shape.lateCalls - 1; i++) {
      numbers[shape.late + i] = late(i + 1);
    }
    numbers[shape.late + shape.lateCalls - 1] = 0;
  }

  /** The invocations that came to a good end with a record, as bits. */
  int doneBy(int record) {
    return numbers[shape.doneBy + record];
  }

  void doneBy(int record, int invocation) {
    numbers[shape.doneBy + record] |= 1 << invocation;
  }

  /** The invocations that failed at a record, as bits. */
  int failedBy(int record) {
    return numbers[shape.failedBy + record];
  }

  void failedBy(int record, int invocation) {
    numbers[shape.failedBy + record] |= 1 << invocation;
  }

  /** The attempts of a record that always fails when its batch last changed hands. */
  int charged(int record) {
    return numbers[shape.charged + record];
  }

  void charged(int record, int attempts) {
    numbers[shape.charged + record] = attempts;
  }

  /** How often a record was marked to run alone. */
  int marks(int record) {
    return numbers[shape.marks + record];
  }

  void mark(int record) {
    numbers[shape.marks + record]++;
  }

  /** Forgets what was remembered of a record in order to judge whether it may be finished. */
  void forget(int record) {
    numbers[shape.doneBy + record] = 0;
    numbers[shape.failedBy + record] = 0;
    numbers[shape.charged + record] = 0;
    numbers[shape.marks + record] = 0;
  }

  /** The records that were finished when an invocation began, as bits. */
  int finishedBefore(int invocation) {
    return numbers[shape.finishedBefore + invocation];
  }

  void finishedBefore(int invocation, int bits) {
    numbers[shape.finishedBefore + invocation] = bits;
  }

  boolean hadStoreFault(int invocation) {
    return (numbers[shape.storeFailed] >> invocation & 1) == 1;
  }

  /** Remembered only for a saboteur who wants to know. */
  void noteStoreFault(int invocation) {
    numbers[shape.storeFailed] |= 1 << invocation;
  }

  void forgetStoreFault(int invocation) {
    numbers[shape.storeFailed] &= ~(1 << invocation);
  }
}
