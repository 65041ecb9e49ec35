package dev.meerkat.engine.plan;

import dev.meerkat.spi.storage.StorageReader;

/** A stage that reads the store and has no input. Threads: confined to one operation at a time. */
abstract sealed class ReadingNode implements PlanNode
    permits CollectionScanNode,
        CountScanNode,
        DistinctScanNode,
        IdLookupNode,
        IndexScanNode,
        NearScanNode {
  final NodeCounters counters = new NodeCounters();

  /** The snapshot at hand. */
  StorageReader reader;

  ReadingNode(StorageReader reader) {
    this.reader = reader;
  }

  /** Closes what is open; who has a place to go on from remembers it first. */
  @Override
  public void save() {
    counters.saves++;
    close();
  }

  @Override
  public void restore(StorageReader newReader) {
    counters.restores++;
    reader = newReader;
  }

  @Override
  public final NodeCounters counters() {
    return counters;
  }
}
