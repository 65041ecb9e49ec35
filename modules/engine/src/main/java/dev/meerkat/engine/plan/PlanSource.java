package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.storage.RecordStore;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be read of a collection: its records and the indexes that are ready. Threads: immutable.
 *
 * @param cache what the planner remembers of the collection
 */
public record PlanSource(
    Namespace namespace, RecordStore records, List<CollectionIndex> indexes, PlanCache cache) {
  public PlanSource {
    indexes = List.copyOf(indexes);
  }

  /** As seen by a planner that remembers nothing. */
  public PlanSource(Namespace namespace, RecordStore records, List<CollectionIndex> indexes) {
    this(namespace, records, indexes, new PlanCache());
  }

  /** What names the indexes, in their order. */
  List<String> idents() {
    List<String> idents = new ArrayList<>(indexes.size());
    for (CollectionIndex index : indexes) {
      idents.add(index.ident());
    }
    return idents;
  }
}
