package dev.meerkat.engine.oplog;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.diagnostic.Profiler;
import dev.meerkat.spi.Namespace;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;

/** What the oplog is told of. Threads: immutable. */
final class OplogRules {
  private static final String IMAGES = "changeStreamPreAndPostImages";

  private OplogRules() {}

  /** Whether changes of a collection are told: what belongs to one server alone is not. */
  static boolean isLogged(Namespace namespace) {
    return !namespace.database().equals("local")
        && !namespace.collection().equals(Profiler.COLLECTION);
  }

  /** Whether a collection keeps what its documents were, for change streams. */
  static boolean keepsImages(CollectionEntry collection) {
    BsonDocument others = collection.options().others();
    return !others.isEmpty()
        && others.isDocument(IMAGES)
        && others.getDocument(IMAGES).get("enabled") instanceof BsonBoolean enabled
        && enabled.getValue();
  }
}
