package dev.meerkat.engine.collection;

import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordCursor;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.values.BsonValidator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Checks that a collection is what it should be: sound documents, an index entry for each key of
 * each document and no other, right counts. Threads: confined to one operation.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/validate/">validate</a>
 */
public final class CollectionCheck {
  private static final int MAX_ERRORS = 100;

  private final Execution execution;
  private final StoredCollection collection;
  private final BsonArray errors = new BsonArray();
  private final BsonArray corrupt = new BsonArray();
  private final Map<CollectionIndex, Long> expected = new HashMap<>();
  private long missing;
  private long documents;
  private long invalid;
  private long bytes;

  public CollectionCheck(Execution execution, StoredCollection collection) {
    this.execution = execution;
    this.collection = collection;
  }

  /** Checks everything on one snapshot. */
  public BsonDocument run() {
    StorageReader reader = execution.view().storage();
    collection.source().indexes().forEach(index -> expected.put(index, 0L));
    try (RecordCursor cursor = collection.records().open(reader, Direction.FORWARD, 1)) {
      while (cursor.advance()) {
        execution.checkInterrupted();
        check(reader, cursor.recordId(), cursor.current());
      }
    }
    checkCounts(reader);
    return report(reader);
  }

  private void check(StorageReader reader, long recordId, DocumentView document) {
    documents++;
    bytes += document.length();
    try {
      int end = document.offset() + document.length();
      var _ =
          BsonValidator.validate(
              document.array(), document.offset(), end, Limits.MAX_COMMAND_DEPTH);
    } catch (ServerException e) {
      invalid++;
      corrupt.add(new BsonInt64(recordId));
      error("document " + recordId + ": " + e.text());
      return;
    }
    for (CollectionIndex index : collection.source().indexes()) {
      IndexKeys keys = index.keys(document, recordId);
      expected.merge(index, (long) keys.entries().size(), Long::sum);
      for (IndexKeys.Entry entry : keys.entries()) {
        if (index.table().find(reader, entry.key()) == null) {
          missing++;
          error("document " + recordId + " lacks an entry in index " + index.name());
        }
      }
    }
  }

  private void checkCounts(StorageReader reader) {
    long counted = collection.records().count(reader);
    if (counted != documents) {
      error("there are " + documents + " documents, and the count says " + counted);
    }
    long size = collection.records().dataSizeBytes(reader);
    if (size != bytes) {
      error("documents have " + bytes + " bytes, and the count says " + size);
    }
    expected.forEach(
        (index, keys) -> {
          long entries = index.table().count(reader, KeyRange.ALL, Long.MAX_VALUE);
          if (entries != keys) {
            error(
                "index " + index.name() + " has " + entries + " entries, and should have " + keys);
          }
        });
  }

  private BsonDocument report(StorageReader reader) {
    BsonDocument keys = new BsonDocument();
    BsonDocument details = new BsonDocument();
    for (CollectionIndex index : collection.source().indexes()) {
      long entries = index.table().count(reader, KeyRange.ALL, Long.MAX_VALUE);
      keys.append(index.name(), number(entries));
      details.append(
          index.name(),
          new BsonDocument(
              "valid", BsonBoolean.valueOf(entries == expected.getOrDefault(index, 0L))));
    }
    return new BsonDocument("ns", new BsonString(collection.namespace().fullName()))
        .append("uuid", new BsonBinary(collection.entry().uuid()))
        .append("nInvalidDocuments", number(invalid))
        .append("nNonCompliantDocuments", new BsonInt32(0))
        .append("nrecords", number(documents))
        .append("nIndexes", new BsonInt32(collection.source().indexes().size()))
        .append("keysPerIndex", keys)
        .append("indexDetails", details)
        .append("valid", BsonBoolean.valueOf(errors.isEmpty()))
        .append("repaired", BsonBoolean.FALSE)
        .append("readTimestamp", execution.engine().clock().lastCommitted())
        .append("warnings", new BsonArray())
        .append("errors", errors)
        .append("extraIndexEntries", new BsonArray())
        .append("missingIndexEntries", missingEntries())
        .append("corruptRecords", corrupt);
  }

  private BsonArray missingEntries() {
    return missing == 0
        ? new BsonArray()
        : new BsonArray(List.of(new BsonDocument("count", number(missing))));
  }

  private void error(String text) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(new BsonString(text));
    }
  }

  private static BsonValue number(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }
}
