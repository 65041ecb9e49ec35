package dev.meerkat.values;

/**
 * All options of a collation, spelled out in MongoDB's words. Threads: immutable.
 *
 * @param caseFirst {@code upper}, {@code lower} or {@code off}
 * @param strength 1 to 5
 * @param alternate {@code non-ignorable} or {@code shifted}
 * @param maxVariable {@code punct} or {@code space}
 */
record CollationOptions(
    String locale,
    boolean caseLevel,
    String caseFirst,
    int strength,
    boolean numericOrdering,
    String alternate,
    String maxVariable,
    boolean normalization,
    boolean backwards) {
  /** The locale's name that stands for no language. */
  static final String SIMPLE_LOCALE = "simple";

  static final CollationOptions SIMPLE =
      new CollationOptions(
          SIMPLE_LOCALE, false, "off", 3, false, "non-ignorable", "punct", false, false);
}
