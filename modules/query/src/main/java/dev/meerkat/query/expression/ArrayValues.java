package dev.meerkat.query.expression;

import org.bson.BsonArray;
import org.bson.BsonValue;

/** Arrays as arguments. Threads: immutable. */
final class ArrayValues {
  private ArrayValues() {}

  /**
   * The array that an argument is.
   *
   * @param code the code where it is none
   * @param what what must be an array, for the message
   */
  static BsonArray require(BsonValue value, int code, String what) {
    if (!(value instanceof BsonArray array)) {
      throw Values.error(code, what + " must be an array, but is " + Values.typeName(value));
    }
    return array;
  }
}
