package dev.meerkat.spectests.conformance;

import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What a test proves, by what it looks at. The first two are evidence about a server; the others
 * mostly exercise the driver. Threads: immutable.
 */
enum Evidence {
  SEMANTIC("semantic"),
  FAULT_OUTCOME("fault + outcome"),
  FAULT_EVENTS("fault + events"),
  EVENTS("events only");

  /** Operations of the test runner that look at what the server holds. */
  private static final Set<String> LOOKS =
      Set.of(
          "assertCollectionExists",
          "assertCollectionNotExists",
          "assertIndexExists",
          "assertIndexNotExists");

  private static final Set<String> FAULTS = Set.of("failPoint", "targetedFailPoint");

  private final String text;

  Evidence(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  boolean hasFault() {
    return this == FAULT_OUTCOME || this == FAULT_EVENTS;
  }

  /**
   * @param test one test of a unified file
   */
  static Evidence of(BsonDocument test) {
    boolean fault = contains(test.getArray("operations"), FAULTS);
    boolean outcome =
        !test.getArray("outcome", new BsonArray()).isEmpty()
            || contains(test.getArray("operations"), LOOKS)
            || hasKey(test.getArray("operations"), "expectResult");
    return fault ? outcome ? FAULT_OUTCOME : FAULT_EVENTS : outcome ? SEMANTIC : EVENTS;
  }

  /** Whether an operation, or one inside another, has one of the names. */
  private static boolean contains(BsonValue value, Set<String> names) {
    return switch (value) {
      case BsonArray array -> array.stream().anyMatch(member -> contains(member, names));
      case BsonDocument document ->
          (document.isString("name")
                  && document.containsKey("object")
                  && names.contains(document.getString("name").getValue()))
              || document.values().stream().anyMatch(member -> contains(member, names));
      default -> false;
    };
  }

  private static boolean hasKey(BsonValue value, String key) {
    return switch (value) {
      case BsonArray array -> array.stream().anyMatch(member -> hasKey(member, key));
      case BsonDocument document ->
          document.containsKey(key)
              || document.values().stream().anyMatch(member -> hasKey(member, key));
      default -> false;
    };
  }
}
