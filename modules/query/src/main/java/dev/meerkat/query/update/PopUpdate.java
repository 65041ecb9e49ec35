package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Numbers;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $pop}: the first or the last element of an array goes. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/pop/">$pop</a>
 */
record PopUpdate(String path, boolean first) implements FieldEdit {

  static PopUpdate parse(String path, BsonValue spec) {
    if (!Numbers.isNumber(spec) || !Numbers.isIntegral(spec)) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "Expected an integer in: " + path + ": " + spec);
    }
    long end = Numbers.exactLong(spec);
    if (end != 1 && end != -1) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, "$pop expects 1 or -1, found: " + end);
    }
    return new PopUpdate(path, end < 0);
  }

  @Override
  public @Nullable BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    if (stored == null) {
      return null;
    }
    BsonArray array = Stored.requireArray("$pop", ErrorCode.TYPE_MISMATCH, path, stored, run);
    if (array.isEmpty()) {
      return stored;
    }
    BsonArray shorter = new BsonArray(array.getValues());
    shorter.remove(first ? 0 : shorter.size() - 1);
    return shorter;
  }

  @Override
  public Absence absence() {
    return Absence.IGNORE;
  }
}
