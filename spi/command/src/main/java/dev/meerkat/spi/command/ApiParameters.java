package dev.meerkat.spi.command;

import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * What a command says of the Stable API. A getMore must say the same as the command that has opened
 * its cursor. Threads: immutable.
 *
 * @param version the version, {@code "1"}, or null
 * @param strict whether what is outside the Stable API is refused
 * @param deprecationErrors whether what is deprecated in the Stable API is refused
 * @see <a href="https://www.mongodb.com/docs/manual/reference/stable-api/">Stable API</a>
 */
public record ApiParameters(@Nullable String version, boolean strict, boolean deprecationErrors) {
  /** Only what is there. */
  @Override
  public String toString() {
    BsonDocument document = new BsonDocument();
    if (version != null) {
      document
          .append("apiVersion", new BsonString(version))
          .append("apiStrict", BsonBoolean.valueOf(strict))
          .append("apiDeprecationErrors", BsonBoolean.valueOf(deprecationErrors));
    }
    return document.toString();
  }
}
