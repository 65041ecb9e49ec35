package dev.meerkat.engine.oplog;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.diagnostic.Profiler;
import dev.meerkat.spi.Namespace;

/** What the oplog is told of. Threads: immutable. */
final class OplogRules {
  private OplogRules() {}

  /** Whether changes of a collection are told: what belongs to one server alone is not. */
  static boolean isLogged(Namespace namespace) {
    return !namespace.database().equals("local")
        && !namespace.collection().equals(Profiler.COLLECTION);
  }

  /** Whether a collection keeps what its documents were, for change streams. */
  static boolean keepsImages(CollectionEntry collection) {
    return collection.options().keepsImages();
  }
}
