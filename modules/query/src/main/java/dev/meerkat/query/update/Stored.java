package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Numbers;
import org.bson.BsonArray;
import org.bson.BsonValue;

/** What operators demand of the value that they find. Threads: immutable. */
final class Stored {
  private Stored() {}

  static void requireNumber(String operator, String path, BsonValue stored, EditRun run) {
    if (!Numbers.isNumber(stored)) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "Cannot apply %s to a value of non-numeric type. %s has the field '%s' of non-numeric type"
              .formatted(operator, run.label(), path));
    }
  }

  static BsonArray requireArray(
      String operator, ErrorCode code, String path, BsonValue stored, EditRun run) {
    if (!stored.isArray()) {
      throw new ServerException(
          code,
          "The field '%s' must be an array for %s but is of another type in document %s"
              .formatted(path, operator, run.label()));
    }
    return stored.asArray();
  }
}
