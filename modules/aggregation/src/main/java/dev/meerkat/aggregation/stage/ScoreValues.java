package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Numbers;
import java.util.Map;
import java.util.StringJoiner;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What documents carry as their score, and how an expression of one is told. Threads: immutable.
 */
final class ScoreValues {
  private ScoreValues() {}

  /** The number that an expression made; anything else is refused. */
  static double number(@Nullable BsonValue value) {
    if (value == null || !value.isNumber()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "Metadata 'score' must be a number, found: "
              + (value == null ? "missing" : value.getBsonType()));
    }
    return Numbers.toDouble(value);
  }

  /** The score that a document carries; no number where it carries none. */
  static double of(DocumentView document) {
    BsonDocument metadata = document.metadata();
    return metadata == null || !metadata.containsKey("score")
        ? Double.NaN
        : Numbers.toDouble(metadata.get("score"));
  }

  /** A document's metadata with another score and, where there are any, other details of it. */
  static BsonDocument metadata(
      @Nullable BsonDocument before, double score, @Nullable BsonDocument details) {
    BsonDocument metadata = new BsonDocument();
    if (before != null) {
      metadata.putAll(before);
    }
    metadata.put("score", new BsonDouble(score));
    if (details != null) {
      metadata.put("scoreDetails", details);
    }
    return metadata;
  }

  /** An expression as the details of a score hold it. */
  static String told(BsonValue expression) {
    return shown(new BsonDocument("string", expression)).replace('"', '\'');
  }

  private static String shown(BsonValue value) {
    return switch (value.getBsonType()) {
      case DOCUMENT -> {
        StringJoiner fields = new StringJoiner(", ", "{ ", " }").setEmptyValue("{}");
        for (Map.Entry<String, BsonValue> field : value.asDocument().entrySet()) {
          fields.add(field.getKey() + ": " + shown(field.getValue()));
        }
        yield fields.toString();
      }
      case ARRAY -> {
        StringJoiner elements = new StringJoiner(", ", "[ ", " ]").setEmptyValue("[]");
        for (BsonValue element : value.asArray()) {
          elements.add(shown(element));
        }
        yield elements.toString();
      }
      case STRING -> '"' + value.asString().getValue() + '"';
      case INT32 -> Integer.toString(value.asInt32().getValue());
      case INT64 -> Long.toString(value.asInt64().getValue());
      case DOUBLE -> Double.toString(value.asDouble().getValue());
      case BOOLEAN -> Boolean.toString(value.asBoolean().getValue());
      case NULL -> "null";
      case UNDEFINED -> "undefined";
      case DECIMAL128 -> value.asDecimal128().getValue().toString();
      case DATE_TIME -> "new Date(" + value.asDateTime().getValue() + ")";
      case OBJECT_ID -> "ObjectId('" + value.asObjectId().getValue().toHexString() + "')";
      default -> value.toString();
    };
  }
}
