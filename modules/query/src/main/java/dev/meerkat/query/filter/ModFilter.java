package dev.meerkat.query.filter;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.CanonicalType;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/**
 * {@code $mod}: numbers that leave a remainder; fractions are cut off on both sides. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/mod/">$mod</a>
 */
record ModFilter(long divisor, long remainder) implements PlainTest {

  static Filter parse(String path, BsonValue spec, ParseScope scope) {
    if (!spec.isArray()) {
      throw malformed("needs to be an array");
    }
    BsonArray arguments = spec.asArray();
    if (arguments.size() < 2) {
      throw malformed("not enough elements");
    }
    if (arguments.size() > 2) {
      throw malformed("too many elements");
    }
    long divisor = integer(arguments.get(0), "divisor");
    long remainder = integer(arguments.get(1), "remainder");
    if (divisor == 0) {
      throw new ServerException(ErrorCode.BAD_VALUE, "divisor cannot be 0");
    }
    BsonArray normal = new BsonArray(List.of(new BsonInt64(divisor), new BsonInt64(remainder)));
    return PathFilter.onElements(
        path,
        new ModFilter(divisor, remainder),
        new Predicate.Path(path, "$mod", normal, scope.order()));
  }

  private static long integer(BsonValue value, String which) {
    if (!CanonicalType.isNumber(CanonicalType.typeByte(value))) {
      throw malformed(which + " is not a number");
    }
    Operand operand = Operand.of(value);
    if (!Int64s.fits(operand.type(), operand.array(), operand.offset(), true)) {
      throw malformed(which + " value is invalid: out of the range of 64-bit integers");
    }
    return Int64s.truncated(operand.type(), operand.array(), operand.offset());
  }

  private static ServerException malformed(String why) {
    return new ServerException(ErrorCode.BAD_VALUE, "malformed mod, " + why);
  }

  @Override
  public boolean test(byte type, byte[] array, int offset) {
    return Int64s.fits(type, array, offset, true)
        && Int64s.truncated(type, array, offset) % divisor == remainder;
  }
}
