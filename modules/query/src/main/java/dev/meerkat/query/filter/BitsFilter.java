package dev.meerkat.query.filter;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.CanonicalType;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * {@code $bitsAllSet}, {@code $bitsAllClear}, {@code $bitsAnySet} and {@code $bitsAnyClear}: bits
 * of whole numbers, in two's complement and without end, and of binary data. Threads: immutable.
 *
 * @param positions sorted, each once
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query-bitwise/">Bitwise</a>
 */
record BitsFilter(Wanted wanted, int[] positions) implements PlainTest {

  /** Which bits must be how. */
  enum Wanted {
    ALL_SET("$bitsAllSet", true, true),
    ALL_CLEAR("$bitsAllClear", true, false),
    ANY_SET("$bitsAnySet", false, true),
    ANY_CLEAR("$bitsAnyClear", false, false);

    private final String operator;
    private final boolean all;
    private final boolean set;

    Wanted(String operator, boolean all, boolean set) {
      this.operator = operator;
      this.all = all;
      this.set = set;
    }
  }

  static Filter parse(String path, Wanted wanted, BsonValue spec, ParseScope scope) {
    TreeSet<Integer> positions = positions(path, wanted, spec);
    BsonArray normal = new BsonArray();
    int[] sorted = new int[positions.size()];
    for (int position : positions) {
      sorted[normal.size()] = position;
      normal.add(new BsonInt32(position));
    }
    return PathFilter.onElements(
        path,
        new BitsFilter(wanted, sorted),
        new Predicate.Path(path, wanted.operator, normal, scope.order()));
  }

  private static TreeSet<Integer> positions(String path, Wanted wanted, BsonValue spec) {
    if (spec.isArray()) {
      return listed(spec.asArray());
    }
    TreeSet<Integer> positions = new TreeSet<>();
    if (spec.isBinary()) {
      byte[] bytes = spec.asBinary().getData();
      for (int i = 0; i < bytes.length * 8; i++) {
        if ((bytes[i / 8] >>> (i % 8) & 1) != 0) {
          positions.add(i);
        }
      }
      return positions;
    }
    long mask = mask(path, wanted, spec);
    for (int i = 0; i < Long.SIZE; i++) {
      if ((mask >>> i & 1) != 0) {
        positions.add(i);
      }
    }
    return positions;
  }

  private static long mask(String path, Wanted wanted, BsonValue spec) {
    Operand operand = Operand.of(spec);
    if (!CanonicalType.isNumber(operand.type())) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          path + " takes an Array, a number, or a BinData but received: " + spec);
    }
    if (!Int64s.fits(operand.type(), operand.array(), operand.offset(), false)) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "Expected an integer: " + wanted.operator + ": " + spec);
    }
    long mask = Int64s.truncated(operand.type(), operand.array(), operand.offset());
    if (mask < 0) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "Expected a non-negative number in: " + wanted.operator + ": " + mask);
    }
    return mask;
  }

  private static TreeSet<Integer> listed(BsonArray list) {
    TreeSet<Integer> positions = new TreeSet<>();
    for (BsonValue position : list) {
      Operand operand = Operand.of(position);
      long bit =
          Int64s.fits(operand.type(), operand.array(), operand.offset(), false)
              ? Int64s.truncated(operand.type(), operand.array(), operand.offset())
              : -1;
      if (bit < 0 || bit > Integer.MAX_VALUE) {
        throw new ServerException(
            ErrorCode.BAD_VALUE, "bit positions must be non-negative 32-bit integers: " + position);
      }
      positions.add((int) bit);
    }
    return positions;
  }

  @Override
  public boolean test(byte type, byte[] array, int offset) {
    if (type == BsonBytes.BINARY) {
      return testBinary(array, offset);
    }
    return Int64s.fits(type, array, offset, false)
        && testNumber(Int64s.truncated(type, array, offset));
  }

  private boolean testNumber(long value) {
    for (int position : positions) {
      boolean bit = (value >> Math.min(position, Long.SIZE - 1) & 1) != 0;
      if ((bit == wanted.set) != wanted.all) {
        return !wanted.all;
      }
    }
    return wanted.all;
  }

  private boolean testBinary(byte[] array, int offset) {
    int length = BsonBytes.int32(array, offset);
    int data = offset + 5;
    for (int position : positions) {
      int index = position / 8;
      boolean bit = index < length && (array[data + index] >>> (position % 8) & 1) != 0;
      if ((bit == wanted.set) != wanted.all) {
        return !wanted.all;
      }
    }
    return wanted.all;
  }
}
