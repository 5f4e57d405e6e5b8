package dev.tidemark.cli.doctor;

import dev.tidemark.cli.stack.AwsTrouble;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Makes calls that a part of the findings can go without. */
final class Asking {

  private Asking() {}

  /**
   * Makes calls.
   *
   * @param what is read
   */
  static <T> Reading<T> read(String what, Supplier<T> calls) {
    try {
      return new Reading.Found<>(calls.get());
    } catch (AwsServiceException e) {
      return AwsTrouble.isAbsent(e)
          ? new Reading.Absent<>(what)
          : new Reading.Unreadable<>(what, AwsTrouble.line(what, e));
    } catch (SdkException e) {
      return new Reading.Unreadable<>(what, AwsTrouble.line(what, e));
    }
  }

  /**
   * Makes calls for something that AWS answers with an error when it was never set.
   *
   * @param unset that error's code
   * @param standard what goes then
   */
  static <T> Reading<T> read(String what, String unset, T standard, Supplier<T> calls) {
    return read(
        what,
        () -> {
          try {
            return calls.get();
          } catch (AwsServiceException e) {
            if (AwsTrouble.code(e).equals(unset)) {
              return standard;
            }
            throw e;
          }
        });
  }
}
