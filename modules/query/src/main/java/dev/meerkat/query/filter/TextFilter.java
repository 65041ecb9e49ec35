package dev.meerkat.query.filter;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * {@code $text}: it needs a text index, of which this server has no kind yet; so what is written
 * well is answered as MongoDB answers where there is no such index. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/text/">$text</a>
 */
final class TextFilter {
  private TextFilter() {}

  static Filter parse(BsonValue spec) {
    if (!(spec instanceof BsonDocument fields)) {
      throw new ServerException(ErrorCode.BAD_VALUE, "$text expects an object");
    }
    if (!fields.containsKey("$search")) {
      throw new ServerException(ErrorCode.NO_SUCH_KEY, "Missing expected field \"$search\"");
    }
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      switch (field.getKey()) {
        case "$search", "$language" -> check(field, BsonType.STRING);
        case "$caseSensitive", "$diacriticSensitive" -> check(field, BsonType.BOOLEAN);
        default -> throw new ServerException(ErrorCode.BAD_VALUE, "extra fields in $text");
      }
    }
    throw new ServerException(ErrorCode.INDEX_NOT_FOUND, "text index required for $text query");
  }

  private static void check(Map.Entry<String, BsonValue> field, BsonType type) {
    if (field.getValue().getBsonType() != type) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "\"" + field.getKey() + "\" had the wrong type");
    }
  }
}
