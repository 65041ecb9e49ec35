package dev.meerkat.values;

import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Which components of an index key are descending, taken from a key pattern such as {@code {a: 1,
 * b: -1}}. Threads: immutable.
 *
 * @param descendingBits bit {@code n} is set where component {@code n} is descending
 */
public record KeyOrdering(long descendingBits) {
  /** Components that a key can have at most; MongoDB allows 32 in an index. */
  public static final int MAX_COMPONENTS = 64;

  public static final KeyOrdering ASCENDING = new KeyOrdering(0);

  /** A negative number in the key pattern is descending; any other value is ascending. */
  public static KeyOrdering of(BsonDocument keyPattern) {
    long bits = 0;
    int component = 0;
    for (BsonValue direction : keyPattern.values()) {
      if (direction.isNumber() && direction.asNumber().doubleValue() < 0) {
        bits |= 1L << component;
      }
      component++;
    }
    if (component > MAX_COMPONENTS) {
      throw new IllegalArgumentException("components of a key: " + component);
    }
    return new KeyOrdering(bits);
  }

  public boolean isDescending(int component) {
    return ((descendingBits >>> component) & 1) != 0;
  }
}
