package dev.meerkat.query.filter;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * {@code $text}. A text index finds the documents; who asks a document itself asks one that it has
 * found. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/text/">$text</a>
 */
record TextFilter(BsonDocument spec) implements ByteFilter {
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
    return new TextFilter(fields);
  }

  private static void check(Map.Entry<String, BsonValue> field, BsonType type) {
    if (field.getValue().getBsonType() != type) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "\"" + field.getKey() + "\" had the wrong type");
    }
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    if (!scope.isSearch()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "$text is not allowed in this context");
    }
    return true;
  }

  @Override
  public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
    return false;
  }

  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    return -1;
  }

  @Override
  public Predicate predicate() {
    return new Predicate.Text(spec);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    // The index has looked already, and the score comes with whole documents only.
    dependencies.wholeDocument();
  }
}
