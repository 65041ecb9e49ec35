package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.storage.RecordStore;
import java.util.List;

/**
 * What can be read of a collection: its records and the indexes that are ready. Threads: immutable.
 */
public record PlanSource(Namespace namespace, RecordStore records, List<CollectionIndex> indexes) {
  public PlanSource {
    indexes = List.copyOf(indexes);
  }
}
