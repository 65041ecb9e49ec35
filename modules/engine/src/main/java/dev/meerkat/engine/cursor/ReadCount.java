package dev.meerkat.engine.cursor;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What one stage of an explained pipeline has read of other collections. Threads: confined to one
 * operation.
 */
public final class ReadCount {
  private final SortedSet<String> indexes = new TreeSet<>();
  private long documents;
  private long keys;
  private long scans;

  /** Says that documents and index keys were looked at. */
  public void examined(long moreKeys, long moreDocuments) {
    keys += moreKeys;
    documents += moreDocuments;
  }

  /** Says that a collection is scanned once more. */
  public void scanned() {
    scans++;
  }

  public void used(String index) {
    indexes.add(index);
  }

  public long documents() {
    return documents;
  }

  public long keys() {
    return keys;
  }

  public long scans() {
    return scans;
  }

  /** Names of indexes, sorted. */
  public SortedSet<String> indexes() {
    return indexes;
  }
}
