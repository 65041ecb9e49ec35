package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import org.bson.BsonValue;

/** {@code minLength} and {@code maxLength}: code points of a string. Threads: immutable. */
record LengthCheck(long limit, boolean isMinimum) implements ValueCheck {

  static Rule parse(String keyword, BsonValue value, boolean isMinimum) {
    return new CheckRule(
        keyword,
        value,
        "specified string length was not satisfied",
        new LengthCheck(Keywords.count(keyword, value), isMinimum));
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    if (type != BsonBytes.STRING) {
      return true;
    }
    int start = offset + 4;
    int end = start + BsonBytes.int32(array, offset) - 1;
    long points = 0;
    for (int i = start; i < end; i++) {
      // All bytes of a code point but its first one begin with the bits 10.
      if ((array[i] & 0xC0) != 0x80) {
        points++;
      }
    }
    return isMinimum ? points >= limit : points <= limit;
  }
}
