package dev.meerkat.engine.failpoint;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** When a fail point fires. Threads: immutable. */
public sealed interface FailPointMode {

  /** Never. */
  record Off() implements FailPointMode {}

  /** Whenever something comes that it is meant for. */
  record AlwaysOn() implements FailPointMode {}

  /**
   * So many times, and then never.
   *
   * @param times 0 or more; as with mongod 0 fires once, for it counts after it has fired
   */
  record Times(int times) implements FailPointMode {}

  /**
   * Not so many times, and then always.
   *
   * @param skip 0 or more
   */
  record Skip(int skip) implements FailPointMode {}

  /**
   * By chance.
   *
   * @param probability from 0 to 1
   */
  record Probability(double probability) implements FailPointMode {}

  /**
   * Reads the value of {@code mode}.
   *
   * @throws ServerException 20 without a mode, 14 or 2 for one that is none
   */
  static FailPointMode parse(@Nullable BsonValue mode) {
    return switch (mode) {
      case null ->
          throw new ServerException(
              ErrorCode.ILLEGAL_OPERATION, "When setting a failpoint, you must supply a 'mode'");
      case BsonString word -> named(word.getValue());
      case BsonDocument document -> counted(document);
      default -> throw wrongType("'mode' must be a string or JSON object");
    };
  }

  private static FailPointMode named(String word) {
    return switch (word) {
      case "off" -> new Off();
      case "alwaysOn" -> new AlwaysOn();
      default -> throw badValue("unknown mode: " + word);
    };
  }

  private static FailPointMode counted(BsonDocument mode) {
    if (mode.containsKey("times")) {
      return new Times(count(mode, "times"));
    }
    if (mode.containsKey("skip")) {
      return new Skip(count(mode, "skip"));
    }
    if (mode.containsKey("activationProbability")) {
      return new Probability(probability(mode.get("activationProbability")));
    }
    throw badValue(
        "'mode' must be one of 'off', 'alwaysOn', '{times:n}', '{skip:n}' or"
            + " '{activationProbability:p}'");
  }

  private static int count(BsonDocument mode, String option) {
    long count = FailPointData.integer(mode, option, -1);
    if (count < 0) {
      throw badValue("'" + option + "' option to 'mode' must be positive");
    }
    if (count > Integer.MAX_VALUE) {
      throw badValue("'" + option + "' option to 'mode' is too large");
    }
    return (int) count;
  }

  private static double probability(BsonValue value) {
    if (!(value instanceof BsonNumber number)) {
      throw wrongType(
          "the 'activationProbability' option to 'mode' must be a double between 0 and 1");
    }
    double probability = number.doubleValue();
    if (!(probability >= 0 && probability <= 1)) {
      throw badValue("activationProbability must be between 0.0 and 1.0; found " + probability);
    }
    return probability;
  }

  private static ServerException badValue(String text) {
    return new ServerException(ErrorCode.BAD_VALUE, text);
  }

  private static ServerException wrongType(String text) {
    return new ServerException(ErrorCode.TYPE_MISMATCH, text);
  }
}
