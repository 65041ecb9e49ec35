package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.CursorRegistry;
import dev.meerkat.engine.cursor.CursorReply;
import dev.meerkat.engine.cursor.ReadView;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.plan.EqualityIndexes;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordFinder;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.values.KeyString;
import dev.meerkat.values.KeyStringBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A find of the documents that have one value in one field, which asks for nothing else. Where an
 * index leaves no choice of plans, and there are few of them, it is answered, and noted in all
 * statistics, as by a scan of that index, but without a filter, a plan and a cursor. Threads:
 * immutable.
 *
 * @param array holds the filter
 * @param element where its only element stands
 * @param most documents that are wanted in the first batch
 * @param endsWithMost whether there is no second batch where there are as many
 * @param isPlain whether nothing is said of batches
 */
public record EqualityFind(
    Namespace namespace,
    byte[] array,
    int element,
    long most,
    boolean endsWithMost,
    boolean isPlain) {
  /** As many as the usual first batch has. */
  private static final int FEW = CursorRegistry.FIRST_BATCH;

  /**
   * The find that a filter is if nothing stands beside it; null where it asks for something else.
   *
   * @param limit documents, 0 for all
   * @param batchSize of the first batch, 1 or more
   */
  public static @Nullable EqualityFind of(
      Namespace namespace,
      DocumentView filter,
      long limit,
      long batchSize,
      boolean singleBatch,
      boolean isPlain) {
    byte[] array = filter.array();
    int element = BsonBytes.firstElement(filter.offset());
    if (!PointFind.isPlainValue(array[element])
        || array[BsonBytes.nextElement(array, element)] != BsonBytes.END) {
      return null;
    }
    boolean isLimited = limit > 0 && limit <= batchSize;
    long most = isLimited ? limit : batchSize;
    return new EqualityFind(namespace, array, element, most, isLimited || singleBatch, isPlain);
  }

  /**
   * Writes the reply's field {@code cursor}.
   *
   * @return false where nothing is written, because it takes a plan, or a cursor
   */
  public boolean reply(Operation operation, DocumentBuilder reply) {
    try (ReadView view = operation.readPoint().open()) {
      CollectionEntry entry = view.catalog().find(namespace);
      if (entry == null || entry.isView() || entry.options().collation() != null) {
        return false;
      }
      StoredCollection collection = operation.engine().collections().of(entry);
      EqualityIndexes.Choice choice = collection.equalities().find(array, element);
      if (choice == null || !choice.isLikely() || entry.life().planCache().isFiltering()) {
        return false;
      }
      operation.namespace(namespace);
      operation.admitQuery();
      if (operation.querySetting() != null) {
        return false;
      }
      CollectionIndex index = choice.index();
      Entries entries = entries(index, view.storage());
      List<DocumentView> documents =
          entries == null ? null : documents(collection, view.storage(), entries);
      choice.note(documents != null);
      if (entries == null || documents == null) {
        return false;
      }
      boolean isClustered = entry.options().isClustered();
      operation
          .current()
          .planSummary(() -> PlanSummary.ofScan(index, isExpress(index, isClustered)));
      entry.life().used(index.name());
      operation.current().examined(entries.examined, entries.count);
      CursorReply.write(namespace, operation.readPoint(), documents, reply);
      return true;
    }
  }

  /** Whether it finds one document by its first key, as MongoDB does without a plan. */
  private boolean isExpress(CollectionIndex index, boolean isClustered) {
    boolean isOne = most == 1 && endsWithMost;
    return isPlain && !isClustered && (isOne || index.hasUniqueValues());
  }

  /** The records of the entries with the value; null where they are more than can be answered. */
  private @Nullable Entries entries(CollectionIndex index, StorageReader reader) {
    boolean isMultikey = !index.multikey().isNone();
    Entries entries = new Entries();
    try (SortedCursor cursor = index.table().open(reader, range(index), Direction.FORWARD)) {
      while (entries.count < most) {
        if (!cursor.advance()) {
          return entries;
        }
        long recordId = KeyString.decodeRecordId(cursor.key(), cursor.keyLength());
        entries.examined++;
        if (isMultikey && entries.contains(recordId)) {
          continue;
        }
        if (entries.count == FEW) {
          return null;
        }
        entries.add(recordId);
      }
    }
    return endsWithMost ? entries : null;
  }

  private KeyRange range(CollectionIndex index) {
    boolean isDescending = index.ordering().isDescending(0);
    int value = BsonBytes.valueOffset(array, element);
    KeyStringBuilder key = index.keyBuilder();
    byte[] lower =
        key.append(array[element], array, value, isDescending).appendExclusiveBefore().toKey();
    key.clear().append(array[element], array, value, isDescending).appendExclusiveAfter();
    return new KeyRange(lower, true, key.toKey(), false);
  }

  /** Null where one is missing, or they do not fit into one batch. */
  private static @Nullable List<DocumentView> documents(
      StoredCollection collection, StorageReader reader, Entries entries) {
    if (entries.count == 0) {
      return List.of();
    }
    if (entries.count == 1) {
      DocumentView found = collection.records().find(reader, entries.recordIds[0]);
      return found == null ? null : List.of(found);
    }
    List<DocumentView> documents = new ArrayList<>(entries.count);
    long bytes = 0;
    try (RecordFinder finder = collection.records().finder(reader)) {
      finder.ask(entries.recordIds, entries.count);
      for (int i = 0; i < entries.count; i++) {
        DocumentView found = finder.next();
        bytes += found == null ? 0 : found.length();
        if (found == null || bytes > Limits.MAX_DOCUMENT_BYTES / 2) {
          return null;
        }
        documents.add(found);
      }
    }
    return documents;
  }

  /** What was found in an index. Threads: confined to one operation. */
  private static final class Entries {
    private long[] recordIds = new long[1];
    private int count;
    private int examined;

    private boolean contains(long recordId) {
      for (int i = 0; i < count; i++) {
        if (recordIds[i] == recordId) {
          return true;
        }
      }
      return false;
    }

    private void add(long recordId) {
      if (count == recordIds.length) {
        recordIds = Arrays.copyOf(recordIds, Math.max(8, 2 * count));
      }
      recordIds[count++] = recordId;
    }
  }
}
