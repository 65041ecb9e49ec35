package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/** How scores are brought into the range from 0 to 1, where they are. Threads: immutable. */
enum Normalization {
  NONE("none"),
  SIGMOID("sigmoid"),
  MIN_MAX_SCALER("minMaxScaler");

  private final String wireName;

  Normalization(String wireName) {
    this.wireName = wireName;
  }

  /**
   * @param field where it stands, for the error
   */
  static Normalization parse(String field, String name) {
    for (Normalization each : values()) {
      if (each.wireName.equals(name)) {
        return each;
      }
    }
    throw new ServerException(
        ErrorCode.BAD_VALUE,
        "Enumeration value '" + name + "' for field '" + field + "' is not a valid value.");
  }

  String wireName() {
    return wireName;
  }

  /** What is made of each score by itself; what needs all scores is left as it is. */
  double alone(double score) {
    return this == SIGMOID ? 1 / (1 + Math.exp(-score)) : score;
  }

  /** Where scores lie between the least and the greatest. Threads: confined to one operation. */
  static final class Range {
    private double least = Double.NaN;
    private double greatest = Double.NaN;
    private boolean isEmpty = true;

    /** Takes a score in; what is no number is less than any. */
    void add(double score) {
      if (isEmpty) {
        least = score;
        greatest = score;
        isEmpty = false;
        return;
      }
      if (score < least || Double.isNaN(score)) {
        least = score;
      }
      if (score > greatest || Double.isNaN(greatest)) {
        greatest = score;
      }
    }

    double scale(double score) {
      boolean isOne = least == greatest || Double.isNaN(least) && Double.isNaN(greatest);
      return isOne ? 0 : (score - least) / (greatest - least);
    }
  }
}
