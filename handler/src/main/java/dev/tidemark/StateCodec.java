package dev.tidemark;

/**
 * Turns a window's state into text and back. Called from several threads at once.
 *
 * @param <S> the state's type
 */
public interface StateCodec<S> {

  /** The state as text, at most 1 MB of UTF-8. */
  String encode(S state) throws Exception;

  /** Reads what {@link #encode} wrote. */
  S decode(String text) throws Exception;

  /** A whole number. */
  static StateCodec<Long> number() {
    return new StateCodec<>() {
      @Override
      public String encode(Long state) {
        return String.valueOf(state);
      }

      @Override
      public Long decode(String text) {
        return Long.valueOf(text);
      }
    };
  }

  /** A text. */
  static StateCodec<String> text() {
    return new StateCodec<>() {
      @Override
      public String encode(String state) {
        return state;
      }

      @Override
      public String decode(String text) {
        return text;
      }
    };
  }
}
