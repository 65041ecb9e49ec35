package dev.meerkat.engine.index;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.bson.BsonValue;

/** What the fields of a key pattern may be, where they are no words. Threads: immutable. */
final class KeyPatternRules {
  private KeyPatternRules() {}

  /**
   * Checks an ascending or descending component.
   *
   * @throws ServerException 67
   */
  static void check(String path, BsonValue direction) {
    checkDirection(direction);
    checkPath(path);
  }

  static void checkDirection(BsonValue direction) {
    if (!direction.isNumber()) {
      throw refused("Values in v:2 index key pattern must be numbers");
    }
    double number = direction.asNumber().doubleValue();
    if (Double.isNaN(number)) {
      throw refused("Values in the index key pattern cannot be NaN.");
    }
    if (number == 0) {
      throw refused("Values in the index key pattern cannot be 0.");
    }
  }

  static void checkPath(String path) {
    if (path.isEmpty()) {
      throw refused("Index keys cannot be an empty field.");
    }
    for (String component : path.split("\\.", -1)) {
      if (component.isEmpty()) {
        throw refused("Index keys cannot contain an empty field.");
      }
      if (component.charAt(0) == '$'
          && !component.equals("$ref")
          && !component.equals("$id")
          && !component.equals("$db")) {
        throw refused("Index key contains an illegal field name: field name starts with '$'.");
      }
    }
  }

  static ServerException refused(String text) {
    return new ServerException(ErrorCode.CANNOT_CREATE_INDEX, text);
  }
}
