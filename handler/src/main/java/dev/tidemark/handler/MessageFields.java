package dev.tidemark.handler;

import dev.tidemark.checkpoint.Bytes;

/**
 * The fields of one message in the wire format of Protocol Buffers, one after the other. Each step
 * takes at least one byte and allocates nothing. Not thread-safe.
 *
 * <p>Groups, which Protocol Buffers have given up, count as malformed.
 */
final class MessageFields {

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;
  private static final int LONGEST_VARINT_BITS = 70;

  private final Bytes message;
  private int at;
  private int field;
  private int type;
  private long varint;
  private int from;
  private int length;
  private boolean malformed;

  MessageFields(Bytes message) {
    this.message = message;
  }

  /** Goes on to the next field; false at the end of the message or of what can be read of it. */
  boolean next() {
    if (malformed || at == message.size()) {
      return false;
    }
    int tag = (int) readVarint();
    field = tag >>> 3;
    type = tag & 7;
    switch (type) {
      case VARINT -> varint = readVarint();
      case BYTES -> skip((int) readVarint());
      case FIXED_64 -> skip(Long.BYTES);
      case FIXED_32 -> skip(Integer.BYTES);
      default -> malformed = true;
    }
    malformed |= field == 0;
    return !malformed;
  }

  /** Whether the message cannot be read to its end. */
  boolean isMalformed() {
    return malformed;
  }

  /** Whether this is the field of that number, with a number in it. */
  boolean isNumber(int number) {
    return field == number && type == VARINT;
  }

  /** Whether this is the field of that number, with bytes, a text or a message in it. */
  boolean isBytes(int number) {
    return field == number && type == BYTES;
  }

  /** The number in this field, unsigned. */
  long number() {
    return varint;
  }

  /** The bytes in this field, without a copy. */
  Bytes bytes() {
    return message.slice(from, length);
  }

  private void skip(int size) {
    if (size < 0 || size > message.size() - at) {
      malformed = true;
      return;
    }
    from = at;
    length = size;
    at += size;
  }

  private long readVarint() {
    long value = 0;
    for (int shift = 0; shift < LONGEST_VARINT_BITS && at < message.size(); shift += 7) {
      byte next = message.get(at++);
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    malformed = true;
    return 0;
  }
}
