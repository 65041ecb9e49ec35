package dev.meerkat.server;

import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.ServerException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
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
  private static final String TEST_COMMANDS = "enableTestCommands";

  private final Map<String, String> words;
  private boolean majorityWaitsForSync = true;
  private boolean testCommandsEnabled;

  StartupParameters(Map<String, String> words) {
    this.words = new HashMap<>(words);
  }

  /**
   * Takes those that must be known before the engine is opened, and makes them known.
   *
   * @throws IllegalArgumentException one of them cannot have its value
   */
  void takeEarly(Parameters parameters) {
    majorityWaitsForSync = takeEarly(parameters, MAJORITY_WAITS, true);
    testCommandsEnabled = takeEarly(parameters, TEST_COMMANDS, false);
  }

  private boolean takeEarly(Parameters parameters, String name, boolean standard) {
    Supplier<BsonValue> current =
        parameters.define(
            name, BsonBoolean.valueOf(standard), value -> Parameters.bool(name, value), false);
    String word = words.remove(name);
    if (word != null) {
      set(parameters, name, word);
    }
    return current.get().asBoolean().getValue();
  }

  /** Whether a write with w: "majority" waits until it survives the loss of power. */
  boolean majorityWaitsForSync() {
    return majorityWaitsForSync;
  }

  /** Whether there are commands that only tests need: those that make the server fail. */
  boolean testCommandsEnabled() {
    return testCommandsEnabled;
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
}
