package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import java.util.function.Predicate;
import org.bson.BsonArray;
import org.bson.BsonValue;

/** Removes elements of an array. Threads: immutable. */
final class Culling {
  private Culling() {}

  /** The array without some elements; the same object where it has none of them. */
  static BsonValue without(
      String operator, String path, BsonValue stored, EditRun run, Predicate<BsonValue> isPulled) {
    BsonArray array = Stored.requireArray(operator, ErrorCode.BAD_VALUE, path, stored, run);
    BsonArray rest = new BsonArray(array.size());
    for (BsonValue element : array) {
      if (!isPulled.test(element)) {
        rest.add(element);
      }
    }
    return rest.size() == array.size() ? stored : rest;
  }
}
