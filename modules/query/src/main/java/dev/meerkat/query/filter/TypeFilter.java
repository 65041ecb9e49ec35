package dev.meerkat.query.filter;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.BsonOrder;
import dev.meerkat.values.Numbers;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * {@code $type}: the value has one of some types, given by number or by name. Threads: immutable.
 *
 * @param types as {@link TypeAliases} has them
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/type/">$type</a>
 */
record TypeFilter(long types) implements PlainTest {
  static Filter parse(String path, BsonValue spec, ParseScope scope) {
    BsonArray operand = spec.isArray() ? spec.asArray() : BsonArray.parse("[]");
    if (!spec.isArray()) {
      operand.add(spec);
    } else if (operand.isEmpty()) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, "$type must match at least one type");
    }
    long types = 0;
    for (BsonValue type : operand) {
      types |= bits(path, type);
    }
    return of(path, types, operand, scope.order());
  }

  /** Values of one type, by its name. */
  static Filter of(String path, String type) {
    BsonArray operand = new BsonArray(List.of(new BsonString(type)));
    return of(path, TypeAliases.bits(type), operand, BsonOrder.SIMPLE);
  }

  private static Filter of(String path, long types, BsonArray operand, ValueOrder order) {
    return PathFilter.onElements(
        path, new TypeFilter(types), new Predicate.Path(path, "$type", operand, order));
  }

  private static long bits(String path, BsonValue spec) {
    if (spec.isString()) {
      return TypeAliases.bits(spec.asString().getValue());
    }
    if (!spec.isNumber() && !spec.isDecimal128()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "type must be represented as a number or a string");
    }
    if (!Numbers.isIntegral(spec)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "Invalid numerical type code: " + spec + " for field: " + path);
    }
    long code = Numbers.exactLong(spec);
    if (code == 0) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Invalid numerical type code 0. Instead use {$exists: false} or {$type: 'missing'}.");
    }
    if (code < -1 || (code > 19 && code != 127)) {
      throw new ServerException(ErrorCode.BAD_VALUE, "Invalid numerical type code: " + code);
    }
    return TypeAliases.bit((byte) code);
  }

  @Override
  public boolean test(byte type, byte[] array, int offset) {
    return TypeAliases.contains(types, type);
  }
}
