package dev.meerkat.engine.index;

import dev.meerkat.engine.catalog.ClusteredIndex;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.SortedTable;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.spi.storage.WriteTransaction;
import dev.meerkat.values.Collation;
import dev.meerkat.values.KeyOrdering;
import dev.meerkat.values.KeyString;
import dev.meerkat.values.KeyStringBuilder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One index of one collection: its definition, its entries' table, and which of its components have
 * met an array. Threads: safe.
 */
public final class CollectionIndex {
  private final String ident;
  private final IndexDefinition definition;
  private final Collation collation;
  private final CompiledIndex compiled;
  private final SortedTable table;
  private final KeyOrdering ordering;
  private final boolean refusesDuplicates;
  private final boolean isClustered;
  private final AtomicReference<Multikey> multikey;
  private final BsonDocument layout;
  private volatile @Nullable SideWrites building;

  /**
   * @param multikey where it has met arrays so far
   */
  public CollectionIndex(
      String ident,
      IndexDefinition definition,
      Collation collation,
      CompiledIndex compiled,
      SortedTable table,
      Multikey multikey) {
    this.ident = ident;
    this.definition = definition;
    this.collation = collation;
    this.compiled = compiled;
    this.table = table;
    BsonDocument own = compiled.keyLayout();
    this.layout = own == null ? definition.keyPattern() : own;
    this.ordering = KeyOrdering.of(layout);
    this.isClustered = ClusteredIndex.is(definition.spec());
    this.refusesDuplicates = definition.isUnique() || definition.preparesUnique();
    this.multikey = new AtomicReference<>(multikey);
  }

  public String ident() {
    return ident;
  }

  public String name() {
    return definition.name();
  }

  public IndexDefinition definition() {
    return definition;
  }

  /** Whether it is that by which the collection is clustered. */
  public boolean isClustered() {
    return isClustered;
  }

  public Collation collation() {
    return collation;
  }

  public CompiledIndex compiled() {
    return compiled;
  }

  public SortedTable table() {
    return table;
  }

  public KeyOrdering ordering() {
    return ordering;
  }

  /** Whether one value is all of a key, and no two documents have the same. */
  public boolean hasUniqueValues() {
    return definition().isUnique() && components() == 1;
  }

  /** The number of components of a key. */
  public int components() {
    return layout.size();
  }

  /** Where it has met arrays. */
  public Multikey multikey() {
    return multikey.get();
  }

  /** Says that the entries of older records are still to come, in the turn that makes the index. */
  public void beginBuild(SideWrites writes) {
    building = writes;
  }

  /** Says that all entries are there. */
  public void endBuild() {
    building = null;
  }

  /** What the index is to a query that asks something of {@code paths}. */
  public List<IndexView> views(Collection<String> paths) {
    Multikey known = multikey.get();
    List<IndexView> views = compiled.views(paths, known::hasPath);
    return views == null ? List.of(new WholeView(this)) : views;
  }

  /** The index as it stands. */
  public IndexView view() {
    return new WholeView(this);
  }

  /**
   * Remembers where arrays have been met, before the commit that makes it so: a reader who knows it
   * too early only plans more carefully.
   */
  public void addMultikey(Multikey more) {
    multikey.accumulateAndGet(more, Multikey::plus);
  }

  /**
   * Whether every document that satisfies all of {@code conjuncts} is in the index as far as it is
   * partial.
   */
  public boolean covers(List<Predicate> conjuncts) {
    return !(compiled instanceof PartialIndex partial) || partial.covers(conjuncts);
  }

  /**
   * The record of the only entry whose components are {@code key}, or 0; for an index that has one
   * at most, as that of {@code _id}.
   */
  public long find(StorageReader reader, byte[] key) {
    byte[] first = table.ceiling(reader, key);
    if (first == null || !begins(first, key)) {
      return 0;
    }
    return isKey(key, first, first.length)
        ? KeyString.decodeRecordId(first, first.length)
        : findBehindLonger(reader, key);
  }

  private static boolean begins(byte[] whole, byte[] beginning) {
    int mismatch = Arrays.mismatch(whole, beginning);
    return mismatch < 0 || mismatch == beginning.length;
  }

  /** Whether an entry that begins with some components has no more than those. */
  private static boolean isKey(byte[] key, byte[] entry, int length) {
    return KeyString.keyWithoutRecordIdLength(entry, length) == key.length;
  }

  /** As {@link #find}, past longer keys that begin with this one. */
  private long findBehindLonger(StorageReader reader, byte[] key) {
    try (SortedCursor cursor = table.open(reader, KeyRange.prefix(key), Direction.FORWARD)) {
      while (cursor.advance()) {
        int length = cursor.keyLength();
        if (isKey(key, cursor.key(), length)) {
          return KeyString.decodeRecordId(cursor.key(), length);
        }
      }
      return 0;
    }
  }

  /** A builder for keys of this index. */
  public KeyStringBuilder keyBuilder() {
    return new KeyStringBuilder(collation);
  }

  /** The entries that a document has, or would have, in this index. */
  public IndexKeys keys(DocumentView document, long recordId) {
    return keys(document, recordId, keyBuilder());
  }

  /**
   * The entries that a document has, or would have, in this index.
   *
   * @param builder one of {@link #keyBuilder}, which is the caller's again afterwards
   */
  public IndexKeys keys(DocumentView document, long recordId, KeyStringBuilder builder) {
    IndexKeys keys = new IndexKeys(builder, ordering.descendingBits(), recordId);
    compiled.keys(document, keys);
    return keys;
  }

  /**
   * The entries that a writer gives to the index. While it is built it may lack those of a document
   * that it cannot have: whether that is still there is found out at the end of the build.
   *
   * @param builder one of {@link #keyBuilder}, which is the caller's again afterwards
   * @throws ServerException the index cannot have the document
   */
  public IndexKeys keysToWrite(DocumentView document, long recordId, KeyStringBuilder builder) {
    SideWrites writes = building;
    if (writes == null || !writes.isOpen()) {
      return keys(document, recordId, builder);
    }
    try {
      return keys(document, recordId, builder);
    } catch (ServerException _) {
      writes.skip(recordId);
      return new IndexKeys(builder, ordering.descendingBits(), recordId);
    }
  }

  /**
   * A key as a document with a pattern's fields.
   *
   * @param pattern names the components, or the first of them
   * @param keyLength bytes of the components alone, without the record id
   */
  public DocumentView document(BsonDocument pattern, byte[] key, int keyLength, byte[] typeBits) {
    List<BsonValue> values =
        collation.isSimple()
            ? KeyString.decode(key, keyLength, typeBits, ordering)
            : KeyString.decodeCollated(key, keyLength, typeBits, ordering);
    BsonDocument document = new BsonDocument();
    int component = 0;
    for (String path : pattern.keySet()) {
      document.append(path, values.get(component++));
    }
    return DocumentView.of(document);
  }

  /**
   * Finds an entry that forbids adding {@code keys} to this index: the same key of another record,
   * where the index is unique or is to become so. While it is built none does; the build fails.
   *
   * @param gap what is known from the last time
   * @return the entry that is already taken, or null
   */
  public IndexKeys.@Nullable Entry findDuplicate(
      StorageReader reader, List<IndexKeys.Entry> entries, long recordId, KeyGap gap) {
    SideWrites writes = building;
    return writes != null && writes.isOpen() ? null : findTaken(reader, entries, recordId, gap);
  }

  /** As {@link #findDuplicate}, for the build of the index itself. */
  public IndexKeys.@Nullable Entry findTaken(
      StorageReader reader, List<IndexKeys.Entry> entries, long recordId, KeyGap gap) {
    if (!refusesDuplicates) {
      return null;
    }
    for (int i = 0; i < entries.size(); i++) {
      IndexKeys.Entry entry = entries.get(i);
      if (!gap.isFree(entry.key(), entry.keyLength()) && isTaken(reader, entry, recordId, gap)) {
        return entry;
      }
    }
    return null;
  }

  /**
   * Adds entries.
   *
   * @param gap is told of them
   */
  public void insert(WriteTransaction transaction, List<IndexKeys.Entry> entries, KeyGap gap) {
    for (int i = 0; i < entries.size(); i++) {
      noteChange(entries.get(i).key());
    }
    fill(transaction, entries, gap);
  }

  /** As {@link #insert}, by the build of the index itself. */
  public void fill(WriteTransaction transaction, List<IndexKeys.Entry> entries, KeyGap gap) {
    for (int i = 0; i < entries.size(); i++) {
      IndexKeys.Entry entry = entries.get(i);
      table.put(transaction, entry.key(), entry.typeBits());
      gap.added(entry.key());
    }
  }

  public void remove(WriteTransaction transaction, List<IndexKeys.Entry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      IndexKeys.Entry entry = entries.get(i);
      noteChange(entry.key());
      table.delete(transaction, entry.key());
    }
  }

  /** Tells the build of the index, where there is one, that an entry comes or goes. */
  public void noteChange(byte[] key) {
    SideWrites writes = building;
    if (writes != null && writes.isOpen()) {
      writes.add(KeyString.decodeRecordId(key, key.length), refusesDuplicates);
    }
  }

  private boolean isTaken(StorageReader reader, IndexKeys.Entry entry, long recordId, KeyGap gap) {
    byte[] prefix = Arrays.copyOf(entry.key(), entry.keyLength());
    byte[] first = table.ceiling(reader, prefix);
    if (first == null || !begins(first, prefix)) {
      gap.found(prefix, first);
      return false;
    }
    byte[] last = prefix;
    KeyRange rest = new KeyRange(prefix, true, null, false);
    try (SortedCursor cursor = table.open(reader, rest, Direction.FORWARD)) {
      while (cursor.advance()) {
        byte[] key = Arrays.copyOf(cursor.key(), cursor.keyLength());
        int mismatch = Arrays.mismatch(prefix, key);
        if (mismatch >= 0 && mismatch < prefix.length) {
          gap.found(last, key);
          return false;
        }
        if (KeyString.keyWithoutRecordIdLength(key, key.length) == prefix.length
            && KeyString.decodeRecordId(key, key.length) != recordId) {
          return true;
        }
        last = key;
      }
      gap.found(last, null);
      return false;
    }
  }
}
