package dev.tidemark.testkit.junit;

import java.util.Objects;

/**
 * When a fault happens: at a point that the test names, or at a store call, which are counted over
 * all processes of a run.
 *
 * <p>A handler that works on several records at once makes its calls in any order; which call is
 * the third then differs from run to run. Points do not.
 */
public sealed interface Moment {

  /** When code first calls {@link FunctionProcess#reach} with this point. */
  static Moment at(String point) {
    return new At(point, 1);
  }

  /** When code calls {@link FunctionProcess#reach} with this point for the nth time, from 1. */
  static Moment at(String point, int time) {
    return new At(point, time);
  }

  /** Whenever code calls {@link FunctionProcess#reach} with this point. */
  static Moment whenever(String point) {
    return new Whenever(point);
  }

  /** Before the nth store call, from 1: it does not arrive. */
  static Moment beforeStoreCall(int number) {
    return new BeforeStoreCall(number);
  }

  /** After the nth store call, from 1: it was carried out, and nobody learns of the answer. */
  static Moment afterStoreCall(int number) {
    return new AfterStoreCall(number);
  }

  /** See {@link #at(String, int)}. */
  record At(String point, int time) implements Moment {
    public At {
      Objects.requireNonNull(point);
      requirePositive(time);
    }

    @Override
    public String toString() {
      return "at '" + point + "', time " + time;
    }
  }

  /** See {@link #whenever(String)}. */
  record Whenever(String point) implements Moment {
    public Whenever {
      Objects.requireNonNull(point);
    }

    @Override
    public String toString() {
      return "whenever '" + point + "'";
    }
  }

  /** See {@link #beforeStoreCall(int)}. */
  record BeforeStoreCall(int number) implements Moment {
    public BeforeStoreCall {
      requirePositive(number);
    }

    @Override
    public String toString() {
      return "before store call " + number;
    }
  }

  /** See {@link #afterStoreCall(int)}. */
  record AfterStoreCall(int number) implements Moment {
    public AfterStoreCall {
      requirePositive(number);
    }

    @Override
    public String toString() {
      return "after store call " + number;
    }
  }

  private static void requirePositive(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("moments count from 1, got " + number);
    }
  }
}
