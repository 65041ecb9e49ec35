package dev.meerkat.spi.index;

import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonValue;

/** Values from {@code low} to {@code high} in BSON order. Threads: immutable. */
public record Interval(BsonValue low, boolean lowInclusive, BsonValue high, boolean highInclusive) {
  public static final Interval ALL = new Interval(new BsonMinKey(), true, new BsonMaxKey(), true);

  public static Interval point(BsonValue value) {
    return new Interval(value, true, value, true);
  }
}
