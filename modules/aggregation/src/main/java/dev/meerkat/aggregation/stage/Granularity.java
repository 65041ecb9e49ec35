package dev.meerkat.aggregation.stage;

import dev.meerkat.values.Numbers;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonValue;

/**
 * A series of preferred numbers, repeated in each power of ten, or the powers of two. Threads:
 * immutable.
 *
 * @param series the numbers of one decade, ascending; empty for powers of two
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/bucketAuto/#granularity">Granularity</a>
 */
record Granularity(double[] series) {
  private static final double[] R5 = {10, 16, 25, 40, 63};
  private static final double[] R10 = {100, 125, 160, 200, 250, 315, 400, 500, 630, 800};
  private static final double[] R20 = {
    100, 112, 125, 140, 160, 180, 200, 224, 250, 280, 315, 355, 400, 450, 500, 560, 630, 710, 800,
    900
  };
  private static final double[] R40 = {
    100, 106, 112, 118, 125, 132, 140, 150, 160, 170, 180, 190, 200, 212, 224, 236, 250, 265, 280,
    300, 315, 335, 355, 375, 400, 425, 450, 475, 500, 530, 560, 600, 630, 670, 710, 750, 800, 850,
    900, 950
  };
  private static final double[] R80 = {
    103, 109, 115, 122, 128, 136, 145, 155, 165, 175, 185, 195, 206, 218, 230, 243, 258, 272, 290,
    307, 325, 345, 365, 387, 412, 437, 462, 487, 515, 545, 575, 615, 650, 690, 730, 775, 825, 875,
    925, 975
  };
  private static final double[] SERIES_125 = {10, 20, 50};
  private static final double[] E6 = {10, 15, 22, 33, 47, 68};
  private static final double[] E12 = {10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82};
  private static final double[] E24 = {
    10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91
  };
  private static final double[] E48 = {
    100, 105, 110, 115, 121, 127, 133, 140, 147, 154, 162, 169, 178, 187, 196, 205, 215, 226, 237,
    249, 261, 274, 287, 301, 316, 332, 348, 365, 383, 402, 422, 442, 464, 487, 511, 536, 562, 590,
    619, 649, 681, 715, 750, 787, 825, 866, 909, 953
  };
  private static final double[] E96 = {
    100, 102, 105, 107, 110, 113, 115, 118, 121, 124, 127, 130, 133, 137, 140, 143, 147, 150, 154,
    158, 162, 165, 169, 174, 178, 182, 187, 191, 196, 200, 205, 210, 215, 221, 226, 232, 237, 243,
    249, 255, 261, 267, 274, 280, 287, 294, 301, 309, 316, 324, 332, 340, 348, 357, 365, 374, 383,
    392, 402, 412, 422, 432, 442, 453, 464, 475, 487, 499, 511, 523, 536, 549, 562, 576, 590, 604,
    619, 634, 649, 665, 681, 698, 715, 732, 750, 768, 787, 806, 825, 845, 866, 887, 909, 931, 953,
    976
  };
  private static final double[] E192 = {
    100, 101, 102, 104, 105, 106, 107, 109, 110, 111, 113, 114, 115, 117, 118, 120, 121, 123, 124,
    126, 127, 129, 130, 132, 133, 135, 137, 138, 140, 142, 143, 145, 147, 149, 150, 152, 154, 156,
    158, 160, 162, 164, 165, 167, 169, 172, 174, 176, 178, 180, 182, 184, 187, 189, 191, 193, 196,
    198, 200, 203, 205, 208, 210, 213, 215, 218, 221, 223, 226, 229, 232, 234, 237, 240, 243, 246,
    249, 252, 255, 258, 261, 264, 267, 271, 274, 277, 280, 284, 287, 291, 294, 298, 301, 305, 309,
    312, 316, 320, 324, 328, 332, 336, 340, 344, 348, 352, 357, 361, 365, 370, 374, 379, 383, 388,
    392, 397, 402, 407, 412, 417, 422, 427, 432, 437, 442, 448, 453, 459, 464, 470, 475, 481, 487,
    493, 499, 505, 511, 517, 523, 530, 536, 542, 549, 556, 562, 569, 576, 583, 590, 597, 604, 612,
    619, 626, 634, 642, 649, 657, 665, 673, 681, 690, 698, 706, 715, 723, 732, 741, 750, 759, 768,
    777, 787, 796, 806, 816, 825, 835, 845, 856, 866, 876, 887, 898, 909, 920, 931, 942, 953, 965,
    976, 988
  };

  static Granularity of(String name) {
    return new Granularity(
        switch (name) {
          case "R5" -> R5;
          case "R10" -> R10;
          case "R20" -> R20;
          case "R40" -> R40;
          case "R80" -> R80;
          case "1-2-5" -> SERIES_125;
          case "E6" -> E6;
          case "E12" -> E12;
          case "E24" -> E24;
          case "E48" -> E48;
          case "E96" -> E96;
          case "E192" -> E192;
          case "POWERSOF2" -> new double[0];
          default -> throw Documents.error(40257, "Unknown rounding granularity '" + name + "'");
        });
  }

  /** Refuses what cannot be rounded. */
  static void check(BsonValue value) {
    if (!value.isNumber()) {
      throw Documents.error(
          40258, "$bucketAuto can specify a 'granularity' with numeric boundaries only");
    }
    double number = Numbers.toDouble(value);
    if (Double.isNaN(number)) {
      throw Documents.error(
          40259, "$bucketAuto can specify a 'granularity' with numeric boundaries only, not NaN");
    }
    if (number < 0) {
      throw Documents.error(
          40260, "$bucketAuto can specify a 'granularity' with non-negative numbers only");
    }
  }

  /** The least number of the series above a value. */
  BsonValue up(BsonValue value) {
    double number = Numbers.toDouble(value);
    if (number == 0 || Double.isInfinite(number)) {
      return value;
    }
    if (series.length == 0) {
      return like(value, Math.pow(2, Math.floor(log2(number)) + 1));
    }
    double multiplier = multiplier(number);
    for (double candidate : series) {
      if (candidate * multiplier > number) {
        return preferred(value, candidate * multiplier);
      }
    }
    return preferred(value, series[0] * (multiplier * 10));
  }

  /** The greatest number of the series below a value. */
  BsonValue down(BsonValue value) {
    double number = Numbers.toDouble(value);
    if (number == 0 || Double.isInfinite(number)) {
      return value;
    }
    if (series.length == 0) {
      return like(value, Math.pow(2, Math.ceil(log2(number)) - 1));
    }
    double multiplier = multiplier(number);
    for (int i = series.length - 1; i >= 0; i--) {
      if (series[i] * multiplier < number) {
        return preferred(value, series[i] * multiplier);
      }
    }
    return preferred(value, series[series.length - 1] * (multiplier / 10));
  }

  /** The power of ten by which the series reaches to a number. */
  private double multiplier(double number) {
    double multiplier = 1;
    while (number >= series[0] * 10 * multiplier) {
      multiplier *= 10;
    }
    while (number < series[0] * multiplier) {
      multiplier /= 10;
    }
    return multiplier;
  }

  private static double log2(double number) {
    double log = Math.log(number) / Math.log(2);
    return Math.abs(log - Math.rint(log)) < 1e-12 ? Math.rint(log) : log;
  }

  /** A number of a preferred series: a double, but for a Decimal128. */
  private static BsonValue preferred(BsonValue value, double number) {
    return value.isDecimal128() ? like(value, number) : new BsonDouble(number);
  }

  private static BsonValue like(BsonValue value, double number) {
    return value.isDecimal128()
        ? new BsonDecimal128(Numbers.toDecimal(new BsonDouble(number)))
        : value.isDouble() || number != Math.rint(number)
            ? new BsonDouble(number)
            : Numbers.integer((long) number, value.isInt32());
  }
}
