package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $currentDate}: the field has the present instant, as a date or as a timestamp. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/update/currentDate/">$currentDate</a>
 */
record CurrentDateUpdate(boolean asTimestamp) implements FieldEdit {

  static CurrentDateUpdate parse(String path, BsonValue spec) {
    if (spec.isBoolean()) {
      return new CurrentDateUpdate(false);
    }
    if (!spec.isDocument()) {
      throw invalid(
          path
              + " is not valid type for $currentDate. Please use a boolean ('true') or a $type"
              + " expression ({$type: 'timestamp/date'}).");
    }
    BsonValue type = null;
    for (Map.Entry<String, BsonValue> field : spec.asDocument().entrySet()) {
      if (!field.getKey().equals("$type")) {
        throw invalid("Unrecognized $currentDate option: " + field.getKey());
      }
      type = field.getValue();
    }
    String name = type != null && type.isString() ? type.asString().getValue() : "";
    return switch (name) {
      case "date" -> new CurrentDateUpdate(false);
      case "timestamp" -> new CurrentDateUpdate(true);
      default -> throw invalid("The '$type' string field is required to be 'date' or 'timestamp'");
    };
  }

  private static ServerException invalid(String message) {
    return new ServerException(ErrorCode.BAD_VALUE, message);
  }

  @Override
  public BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    return asTimestamp ? run.scope().clusterTime() : run.scope().now();
  }

  @Override
  public boolean readsStored() {
    return false;
  }
}
