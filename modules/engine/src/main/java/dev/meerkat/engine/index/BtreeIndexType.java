package dev.meerkat.engine.index;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexType;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Ordered indexes over one or more paths, ascending or descending. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/indexes/index-types/index-compound/">Compound
 *     indexes</a>
 */
public final class BtreeIndexType implements IndexType {
  /** The type of key patterns whose values are all numbers. */
  public static final String NAME = "btree";

  @Override
  public BsonDocument validate(BsonDocument spec) {
    BsonDocument pattern = spec.getDocument("key");
    for (var component : pattern.entrySet()) {
      checkDirection(component.getValue());
      checkPath(component.getKey());
    }
    return spec;
  }

  @Override
  public CompiledIndex compile(IndexDefinition definition) {
    return new BtreeIndex(definition);
  }

  private static void checkDirection(BsonValue direction) {
    if (!direction.isNumber()) {
      throw refused("Values in v:2 index key pattern must be numbers");
    }
    double number =
        direction.isDecimal128()
            ? direction.asDecimal128().decimal128Value().isNaN()
                ? Double.NaN
                : direction.asDecimal128().getValue().bigDecimalValue().signum()
            : direction.asNumber().doubleValue();
    if (Double.isNaN(number)) {
      throw refused("Values in the index key pattern cannot be NaN.");
    }
    if (number == 0) {
      throw refused("Values in the index key pattern cannot be 0.");
    }
  }

  private static void checkPath(String path) {
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

  private static ServerException refused(String text) {
    return new ServerException(ErrorCode.CANNOT_CREATE_INDEX, text);
  }
}
