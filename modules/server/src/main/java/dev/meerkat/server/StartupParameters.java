package dev.meerkat.server;

import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.HashMap;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonParseException;

/**
 * Server parameters as they are given at start, in words. Threads: confined to the start.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/parameters/">Server parameters</a>
 */
final class StartupParameters {
  private static final String MAJORITY_WAITS = "writeConcernMajorityJournalDefault";

  private final Map<String, String> words;
  private boolean majorityWaitsForSync = true;

  StartupParameters(Map<String, String> words) {
    this.words = new HashMap<>(words);
  }

  /**
   * Takes those that must be known before the engine is opened, and makes them known.
   *
   * @throws IllegalArgumentException one of them cannot have its value
   */
  void takeEarly(Parameters parameters) {
    parameters.define(MAJORITY_WAITS, BsonBoolean.TRUE, StartupParameters::checkedBoolean, false);
    String word = words.remove(MAJORITY_WAITS);
    if (word != null) {
      set(parameters, MAJORITY_WAITS, word);
      majorityWaitsForSync = value(word).asBoolean().getValue();
    }
  }

  /** Whether a write with w: "majority" waits until it survives the loss of power. */
  boolean majorityWaitsForSync() {
    return majorityWaitsForSync;
  }

  /**
   * Sets the others, when the engine has defined its own.
   *
   * @throws IllegalArgumentException one of them is unknown or cannot have its value
   */
  void setAll(Parameters parameters) {
    words.forEach((name, word) -> set(parameters, name, word));
  }

  private static void set(Parameters parameters, String name, String word) {
    try {
      parameters.setAtStartup(name, value(word));
    } catch (ServerException e) {
      throw new IllegalArgumentException("parameter " + name + "=" + word + ": " + e.text(), e);
    }
  }

  /** The value that a word stands for: a boolean, a number, a document, or itself. */
  static BsonValue value(String word) {
    if (word.equals("true") || word.equals("false")) {
      return BsonBoolean.valueOf(word.equals("true"));
    }
    if (word.startsWith("{")) {
      try {
        return BsonDocument.parse(word);
      } catch (JsonParseException e) {
        throw new IllegalArgumentException("no document: " + word, e);
      }
    }
    try {
      long number = Long.parseLong(word);
      return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
    } catch (NumberFormatException notIntegral) {
      return real(word);
    }
  }

  private static BsonValue real(String word) {
    try {
      return new BsonDouble(Double.parseDouble(word));
    } catch (NumberFormatException notNumeric) {
      return new BsonString(word);
    }
  }

  private static BsonValue checkedBoolean(BsonValue value) {
    if (!value.isBoolean()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "it must be true or false");
    }
    return value;
  }
}
