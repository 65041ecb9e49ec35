package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.BsonValue;

/** The built-in update operators. Threads: immutable. */
final class CoreUpdates {
  private static final Set<String> NAMES =
      Set.of(
          "$addToSet",
          "$bit",
          "$currentDate",
          "$inc",
          "$max",
          "$min",
          "$mul",
          "$pop",
          "$pull",
          "$pullAll",
          "$push",
          "$rename",
          "$set",
          "$setOnInsert",
          "$unset");

  private CoreUpdates() {}

  static Set<String> names() {
    return NAMES;
  }

  static boolean isKnown(String name) {
    return NAMES.contains(name);
  }

  static void checkKnown(String name) {
    if (!NAMES.contains(name)) {
      throw unknown(name);
    }
  }

  /**
   * Parses what an operator does to one field; {@code $rename}, which has two, is parsed by its own
   * class.
   *
   * @param scope asked for by operators that have values to compare, or conditions
   */
  static FieldEdit parse(String name, String path, BsonValue spec, Supplier<ParseScope> scope) {
    return switch (name) {
      case "$addToSet" -> AddToSetUpdate.parse(path, spec, scope.get());
      case "$bit" -> BitUpdate.parse(path, spec);
      case "$currentDate" -> CurrentDateUpdate.parse(path, spec);
      case "$inc" -> IncUpdate.parse(path, spec);
      case "$max" -> new MaxUpdate(spec, scope.get().order());
      case "$min" -> new MinUpdate(spec, scope.get().order());
      case "$mul" -> MulUpdate.parse(path, spec);
      case "$pop" -> PopUpdate.parse(path, spec);
      case "$pull" -> PullUpdate.parse(path, spec, scope.get());
      case "$pullAll" -> PullAllUpdate.parse(path, spec, scope.get());
      case "$push" -> PushUpdate.parse(path, spec, scope.get());
      case "$set" -> new SetUpdate(spec);
      case "$setOnInsert" -> new SetOnInsertUpdate(spec);
      case "$unset" -> new UnsetUpdate();
      default -> throw unknown(name);
    };
  }

  private static ServerException unknown(String name) {
    return new ServerException(
        ErrorCode.FAILED_TO_PARSE,
        "Unknown modifier: "
            + name
            + ". Expected a valid update modifier or pipeline-style update specified as an array");
  }
}
