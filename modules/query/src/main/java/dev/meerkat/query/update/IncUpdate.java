package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Numbers;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $inc}: a number is added to the field. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/inc/">$inc</a>
 */
record IncUpdate(String path, BsonValue by) implements FieldEdit {

  static IncUpdate parse(String path, BsonValue by) {
    if (!Numbers.isNumber(by)) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "Cannot increment with non-numeric argument: {" + path + ": " + by + "}");
    }
    return new IncUpdate(path, by);
  }

  @Override
  public BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    if (stored == null) {
      return by;
    }
    Stored.requireNumber("$inc", path, stored, run);
    return Numbers.increment(stored, by);
  }
}
