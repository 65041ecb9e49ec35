package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Numbers;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $mul}: the field is multiplied by a number; a missing one becomes zero. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/mul/">$mul</a>
 */
record MulUpdate(String path, BsonValue by) implements FieldEdit {

  static MulUpdate parse(String path, BsonValue by) {
    if (!Numbers.isNumber(by)) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "Cannot multiply with non-numeric argument: {" + path + ": " + by + "}");
    }
    return new MulUpdate(path, by);
  }

  @Override
  public BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    if (stored == null) {
      return Numbers.zeroOf(by);
    }
    Stored.requireNumber("$mul", path, stored, run);
    return Numbers.scale(stored, by);
  }
}
