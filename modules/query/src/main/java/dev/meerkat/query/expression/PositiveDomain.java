package dev.meerkat.query.expression;

import dev.meerkat.spi.ServerException;
import org.bson.BsonValue;

/**
 * The numbers above zero, for logarithms. Threads: immutable.
 *
 * @param code the code of the refusal
 */
record PositiveDomain(String name, int code) implements NumericFunction.Domain {
  @Override
  public boolean contains(double value) {
    return value > 0;
  }

  @Override
  public ServerException refusal(BsonValue value) {
    return Values.error(code, name + "'s argument must be a positive number, but is " + value);
  }
}
