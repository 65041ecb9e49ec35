package dev.meerkat.query.filter;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.Numbers;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * {@code $size}: an array of so many elements. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/size/">$size</a>
 */
record SizeFilter(int size) implements PlainTest {

  static Filter parse(String path, BsonValue spec, ParseScope scope) {
    if (!Numbers.isNumber(spec) || !Numbers.isIntegral(spec)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "Failed to parse $size. Expected an integer in: $size: " + spec);
    }
    long size = Numbers.exactLong(spec);
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Failed to parse $size. Expected a non-negative 32-bit number in: $size: " + size);
    }
    return PathFilter.onArrays(
        path,
        new SizeFilter((int) size),
        new Predicate.Path(path, "$size", new BsonInt32((int) size), scope.order()));
  }

  @Override
  public boolean test(byte type, byte[] array, int offset) {
    if (type != BsonBytes.ARRAY) {
      return false;
    }
    int count = 0;
    int element = BsonBytes.firstElement(offset);
    while (array[element] != BsonBytes.END && count <= size) {
      count++;
      element = BsonBytes.nextElement(array, element);
    }
    return count == size;
  }
}
