package dev.meerkat.query.window;

import dev.meerkat.query.Language;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.WindowBounds;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowFunctionProvider;
import dev.meerkat.spi.query.WindowScope;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Finds the function of an output field and hands it to its provider. Threads: immutable. */
public final class WindowFunctionParser {
  static final String WINDOW = "window";

  private WindowFunctionParser() {}

  /**
   * @param sortBy the stage's {@code sortBy}, already checked; null where there is none
   * @throws ServerException 9 where there is no function, or none of this name
   */
  public static WindowFunction parse(
      BsonDocument spec, @Nullable BsonDocument sortBy, ParseScope scope, Language language) {
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      String name = field.getKey();
      if (!name.startsWith("$")) {
        continue;
      }
      WindowFunctionProvider provider = language.windowFunction(name);
      if (provider == null) {
        throw failure("Unrecognized window function, " + name);
      }
      return provider.parse(name, field.getValue(), new Field(name, spec, sortBy, scope));
    }
    throw failure(
        "Expected a $-prefixed window function"
            + (spec.isEmpty() ? "" : ", " + spec.getFirstKey()));
  }

  static ServerException failure(String text) {
    return new ServerException(ErrorCode.FAILED_TO_PARSE, text);
  }

  /** One output field. Threads: immutable. */
  private record Field(
      String name, BsonDocument fields, @Nullable BsonDocument sortBy, ParseScope parsing)
      implements WindowScope {
    @Override
    public @Nullable String sortPath() {
      return sortBy == null || sortBy.size() != 1 ? null : "$" + sortBy.getFirstKey();
    }

    @Override
    public WindowBounds bounds() {
      for (String field : fields.keySet()) {
        if (!field.equals(name) && !field.equals(WINDOW)) {
          throw unexpected(field);
        }
      }
      BsonValue window = fields.get(WINDOW);
      return window == null ? DocumentBounds.PARTITION : BoundsParser.parse(window, this);
    }

    @Override
    public void refuseWindow() {
      for (String field : fields.keySet()) {
        if (field.equals(WINDOW)) {
          throw failure("'window' field is not allowed in " + name);
        }
        if (!field.equals(name)) {
          throw unexpected(field);
        }
      }
    }

    private ServerException unexpected(String field) {
      return failure(
          field.startsWith("$")
              ? "Cannot specify two functions in window function spec"
              : "Window function " + name + " found an unknown argument: " + field);
    }
  }
}
