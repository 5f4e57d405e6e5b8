package dev.tidemark.checkpoint;

import java.util.Objects;

/**
 * Why a record failed, as text that is kept.
 *
 * @param type the error's class, at most {@value #MAX_TYPE} characters
 * @param message what it says, cut to {@value #MAX_MESSAGE} characters
 * @param detail more of it, for example a stack trace, cut to {@value #MAX_DETAIL} characters
 */
public record RecordError(String type, String message, String detail) {

  public static final int MAX_TYPE = 256;
  public static final int MAX_MESSAGE = 1024;
  public static final int MAX_DETAIL = 8192;

  public RecordError {
    type = cut(type, MAX_TYPE);
    message = cut(message, MAX_MESSAGE);
    detail = cut(detail, MAX_DETAIL);
  }

  /** The text, or its beginning with an ellipsis when it is longer than that many characters. */
  public static String cut(String text, int length) {
    Objects.requireNonNull(text);
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
    return text.substring(0, end) + "…";
  }
}
