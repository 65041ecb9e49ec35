package dev.meerkat.engine.collection;

import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.engine.timeseries.BucketCheck;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.values.BsonConformance;
import dev.meerkat.values.BsonValidator;
import dev.meerkat.values.KeyString;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a collection is what it should be: sound documents that its validator takes, an index
 * entry for each key of each document and no other, right counts. Threads: confined to one
 * operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/validate/">validate</a>
 */
public final class CollectionCheck {
  private final Execution execution;
  private final StoredCollection collection;
  private final CheckOptions options;
  private final CheckReport report;
  private final Map<CollectionIndex, Long> expected = new HashMap<>();
  private final @Nullable BucketCheck buckets;
  private long documents;
  private long bytes;

  public CollectionCheck(Execution execution, StoredCollection collection, CheckOptions options) {
    this.execution = execution;
    this.collection = collection;
    this.options = options;
    this.report = new CheckReport(collection, execution.engine().clock().lastCommitted());
    TimeseriesOptions timeseries = collection.entry().options().timeseries();
    this.buckets =
        timeseries == null ? null : new BucketCheck(timeseries, collection.collation().order());
  }

  /** Checks everything on one snapshot. */
  public CheckReport run() {
    if (options.metadataOnly()) {
      return report;
    }
    StorageReader reader = execution.view().storage();
    collection.source().indexes().forEach(index -> expected.put(index, 0L));
    try (RecordCursor cursor = collection.records().open(reader, Direction.FORWARD, 1)) {
      while (cursor.advance()) {
        execution.checkInterrupted();
        check(reader, cursor.recordId(), cursor.current());
      }
    }
    report.documents(documents);
    checkCounts(reader);
    collection.source().indexes().forEach(index -> checkEntries(index, reader));
    return report;
  }

  private void check(StorageReader reader, long recordId, DocumentView document) {
    documents++;
    bytes += document.length();
    if (!isSound(document)) {
      report.corrupt(recordId);
      return;
    }
    if (options.conformance() && !BsonConformance.conforms(document.array(), document.offset())) {
      report.nonConformant();
    }
    Validator validator = collection.validator();
    if (validator != null && !validator.accepts(document, execution.scope())) {
      report.nonCompliant();
    }
    String fault = buckets == null ? null : buckets.fault(document.retain());
    if (fault != null) {
      report.error("bucket %d: %s".formatted(recordId, fault));
    }
    for (CollectionIndex index : collection.source().indexes()) {
      IndexKeys keys = index.keys(document, recordId);
      expected.merge(index, (long) keys.entries().size(), Long::sum);
      for (IndexKeys.Entry entry : keys.entries()) {
        if (index.table().find(reader, entry.key()) == null) {
          report.missing(index, recordId, document, entry);
        }
      }
      if (!index.multikey().contains(keys.multikey())) {
        report.notMultikey(index);
      }
    }
  }

  /** Whether a stored document can be walked. */
  static boolean isSound(DocumentView document) {
    int end = document.offset() + document.length();
    try {
      return new BsonValidator(Limits.MAX_COMMAND_DEPTH)
              .validate(document.array(), document.offset(), end)
          == document.length();
    } catch (ServerException _) {
      return false;
    }
  }

  private void checkCounts(StorageReader reader) {
    long counted = collection.records().count(reader);
    if (counted != documents) {
      report.error(
          "fast count (%d) does not match number of records (%d)".formatted(counted, documents));
    }
    long size = collection.records().dataSizeBytes(reader);
    if (size != bytes) {
      report.error(
          "fast size (%d) does not match the bytes of all records (%d)".formatted(size, bytes));
    }
  }

  /** Looks at each entry only where there are not as many as there should be. */
  private void checkEntries(CollectionIndex index, StorageReader reader) {
    long entries = index.table().count(reader, KeyRange.ALL, Long.MAX_VALUE);
    report.entries(index, entries);
    if (entries == expected.getOrDefault(index, 0L) && !report.hasMissing(index)) {
      return;
    }
    try (SortedCursor cursor = index.table().open(reader, KeyRange.ALL, Direction.FORWARD)) {
      while (cursor.advance()) {
        execution.checkInterrupted();
        byte[] key = Arrays.copyOf(cursor.key(), cursor.keyLength());
        if (!belongs(index, collection, reader, key)) {
          report.extra(index, key, cursor.value());
        }
      }
    }
  }

  /** Whether an entry is a key of the document that it leads to. */
  static boolean belongs(
      CollectionIndex index, StoredCollection collection, StorageReader reader, byte[] key) {
    long recordId = KeyString.decodeRecordId(key, key.length);
    DocumentView document = collection.records().find(reader, recordId);
    if (document == null || !isSound(document)) {
      return false;
    }
    for (IndexKeys.Entry entry : index.keys(document, recordId).entries()) {
      if (Arrays.equals(entry.key(), key)) {
        return true;
      }
    }
    return false;
  }
}
