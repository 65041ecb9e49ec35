package dev.meerkat.text;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexType;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Indexes of the words of strings. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/indexes/index-types/index-text/">Text
 *     indexes</a>
 */
final class TextIndexType implements IndexType {
  static final String NAME = "text";

  private static final BsonString WORD = new BsonString(NAME);
  private static final int NEWEST_VERSION = 3;

  /** What a word may weigh: its scores, over all the fields of a document, must stay exact. */
  private static final int MAX_WEIGHT = 100_000;

  @Override
  public BsonDocument validate(BsonDocument spec) {
    if (spec.containsKey("collation")) {
      throw refused("Index type 'text' does not support collation: " + spec.get("collation"));
    }
    SortedMap<String, BsonValue> weights = new TreeMap<>();
    BsonDocument pattern = pattern(spec.getDocument("key"), weights);
    addWeights(spec.get("weights"), weights);
    if (weights.isEmpty()) {
      throw refused("text index option 'weights' must specify fields or the wildcard");
    }
    BsonDocument normal = new BsonDocument();
    normal.putAll(spec);
    normal.put("key", pattern);
    BsonDocument ordered = new BsonDocument();
    ordered.putAll(weights);
    normal.put("weights", ordered);
    normal.put("default_language", new BsonString(defaultLanguage(spec)));
    normal.put("language_override", new BsonString(languageField(spec)));
    normal.put("textIndexVersion", new BsonInt32(version(spec.get("textIndexVersion"))));
    return normal;
  }

  /** The pattern in which all words are one component, and each has its score behind it. */
  private static BsonDocument pattern(BsonDocument given, SortedMap<String, BsonValue> weights) {
    BsonDocument pattern = new BsonDocument();
    String last = "";
    for (Map.Entry<String, BsonValue> field : given.entrySet()) {
      String name = field.getKey();
      BsonValue value = field.getValue();
      boolean isWord = value.equals(WORD);
      if (name.equals(TextSpec.WORDS) || name.equals(TextSpec.SCORE)) {
        boolean fits =
            name.equals(TextSpec.WORDS) ? isWord : isOne(value) && last.equals(TextSpec.WORDS);
        if (!fits) {
          throw refused("the fields _fts and _ftsx are those of a text index alone");
        }
        pattern.append(name, value);
      } else if (isWord) {
        addWord(name, last, pattern);
        weights.put(name, new BsonInt32(1));
      } else {
        checkOther(name, value);
        pattern.append(name, value);
      }
      last = isWord && !name.equals(TextSpec.WORDS) ? NAME : name;
    }
    if (pattern.containsKey(TextSpec.WORDS) != pattern.containsKey(TextSpec.SCORE)) {
      throw refused("expected _ftsx after _fts");
    }
    return pattern;
  }

  private static void addWord(String name, String last, BsonDocument pattern) {
    if (name.isEmpty() || !name.equals(TextSpec.WILDCARD) && name.startsWith("$")) {
      throw refused("Index key contains an illegal field name: '" + name + "'");
    }
    if (!pattern.containsKey(TextSpec.WORDS)) {
      pattern.append(TextSpec.WORDS, WORD).append(TextSpec.SCORE, new BsonInt32(1));
    } else if (!last.equals(NAME)) {
      throw refused("'text' fields in index must all be adjacent");
    }
  }

  private static void checkOther(String name, BsonValue value) {
    boolean isDirection =
        value.isNumber() && Math.abs(value.asNumber().intValue()) == 1 && !name.isEmpty();
    if (!isDirection || name.startsWith("$")) {
      throw refused("expected value 1 or -1 for non-text key in compound index");
    }
  }

  private static boolean isOne(BsonValue value) {
    return value.isNumber() && value.asNumber().intValue() == 1;
  }

  private static void addWeights(@Nullable BsonValue given, SortedMap<String, BsonValue> weights) {
    switch (given) {
      case null -> {}
      case BsonDocument document -> {
        for (Map.Entry<String, BsonValue> weight : document.entrySet()) {
          if (!weight.getValue().isNumber()) {
            throw refused("weight for text index needs numeric type");
          }
          int number = weight.getValue().asNumber().intValue();
          if (number <= 0 || number >= MAX_WEIGHT) {
            throw refused("text index weight must be in the exclusive interval (0,100000)");
          }
          checkWeighed(weight.getKey());
          weights.put(weight.getKey(), new BsonInt32(number));
        }
      }
      case BsonString string when string.getValue().equals(TextSpec.WILDCARD) ->
          weights.put(TextSpec.WILDCARD, new BsonInt32(1));
      default -> {
        if (given.isString() || given.isArray()) {
          throw refused("text index option 'weights' must be an object");
        }
        throw wrongType("weights", "an object");
      }
    }
  }

  private static void checkWeighed(String field) {
    boolean fits =
        field.equals(TextSpec.WILDCARD)
            || !field.isEmpty() && !field.startsWith("$") && !field.endsWith(".");
    if (!fits) {
      throw refused("weight cannot be on field '" + field + "'");
    }
  }

  private static String defaultLanguage(BsonDocument spec) {
    BsonValue name = spec.get("default_language");
    if (name == null) {
      return TextLanguage.ENGLISH.wireName();
    }
    if (!name.isString()) {
      throw wrongType("default_language", "a string");
    }
    if (TextLanguage.find(name.asString().getValue()) == null) {
      throw refused("default_language is not valid: " + name.asString().getValue());
    }
    return name.asString().getValue();
  }

  private static String languageField(BsonDocument spec) {
    BsonValue given = spec.get("language_override");
    if (given == null) {
      return "language";
    }
    if (!given.isString()) {
      throw wrongType("language_override", "a string");
    }
    String name = given.asString().getValue();
    if (name.isEmpty() || name.startsWith("$") || name.indexOf('.') >= 0) {
      throw refused("language_override is not valid");
    }
    return name;
  }

  private static int version(@Nullable BsonValue given) {
    if (given == null) {
      return NEWEST_VERSION;
    }
    if (!given.isNumber()) {
      throw wrongType("textIndexVersion", "a number");
    }
    int version = given.asNumber().intValue();
    if (given.isDecimal128() || version < 1 || version > NEWEST_VERSION) {
      throw refused("bad textIndexVersion: " + version);
    }
    return version;
  }

  private static ServerException wrongType(String field, String wanted) {
    return new ServerException(
        ErrorCode.TYPE_MISMATCH, "The field '" + field + "' must be " + wanted);
  }

  private static ServerException refused(String text) {
    return new ServerException(ErrorCode.CANNOT_CREATE_INDEX, text);
  }

  @Override
  public CompiledIndex compile(IndexDefinition definition) {
    return new TextIndex(definition);
  }
}
