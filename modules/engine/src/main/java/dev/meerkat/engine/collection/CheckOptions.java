package dev.meerkat.engine.collection;

/**
 * What validate is to look at, and what it may mend. Threads: immutable.
 *
 * @param metadataOnly whether documents and index entries are passed over
 * @param conformance whether documents are held against all that BSON asks for
 */
public record CheckOptions(boolean metadataOnly, boolean conformance, Repair repair) {
  /** Looks at everything and mends nothing. */
  public static final CheckOptions NONE = new CheckOptions(false, false, Repair.NONE);

  /** What is mended. Threads: immutable. */
  public enum Repair {
    NONE("None"),
    /** Which indexes have met arrays. */
    ADJUST_MULTIKEY("AdjustMultikey"),
    /** Index entries, documents that are none, and counts, too. */
    FIX_ERRORS("FixErrors");

    private final String wireName;

    Repair(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }
}
