package dev.meerkat.query.filter;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonValue;

/**
 * {@code $sampleRate}: a random part of all documents. Threads: immutable.
 *
 * @param rate 0 to 1
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sampleRate/">
 *     $sampleRate</a>
 */
record SampleRateFilter(double rate) implements ByteFilter {

  static Filter parse(BsonValue spec) {
    if (!spec.isNumber() && !spec.isDecimal128()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "argument to $sampleRate must be a numeric type");
    }
    double rate =
        spec.isDecimal128()
            ? spec.asDecimal128().getValue().doubleValue()
            : spec.asNumber().doubleValue();
    if (!(rate >= 0 && rate <= 1)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "numeric argument to $sampleRate must be in [0, 1]");
    }
    return new SampleRateFilter(rate);
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    return scope.seeds().nextDouble() < rate;
  }

  @Override
  public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
    return scope.seeds().nextDouble() < rate;
  }

  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    return -1;
  }

  @Override
  public Predicate predicate() {
    return new Predicate.Opaque(new BsonDocument("$sampleRate", new BsonDouble(rate)));
  }

  @Override
  public void dependencies(Dependencies dependencies) {}
}
