package dev.meerkat.query.filter;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.PathOrigin;
import dev.meerkat.spi.query.Predicate;
import java.util.List;
import org.bson.BsonValue;

/** Matches everything, or nothing. Threads: immutable. */
record ConstantFilter(boolean value) implements ByteFilter {
  static final ConstantFilter TRUE = new ConstantFilter(true);
  static final ConstantFilter FALSE = new ConstantFilter(false);

  /** {@code $alwaysTrue: 1} and {@code $alwaysFalse: 1}. */
  static Filter parse(String name, BsonValue spec, boolean value) {
    if (!spec.isNumber() || spec.asNumber().doubleValue() != 1) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, name + " must be an integer value of 1");
    }
    return value ? TRUE : FALSE;
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    return value;
  }

  @Override
  public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
    return value;
  }

  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    return -1;
  }

  @Override
  public Predicate predicate() {
    return value ? new Predicate.And(List.of()) : Predicate.Opaque.NOTHING;
  }

  @Override
  public Filter before(PathOrigin origin) {
    return this;
  }

  @Override
  public void dependencies(Dependencies dependencies) {}
}
