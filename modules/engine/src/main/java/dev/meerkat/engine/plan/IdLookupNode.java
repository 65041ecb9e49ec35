package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.SortedCursor;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.values.KeyString;
import java.util.Objects;
import org.bson.BsonDocument;

/** Answers the document with one {@code _id}. Threads: confined to one operation. */
final class IdLookupNode extends ReadingNode {
  private final Plan.IdLookup plan;
  private final RecordStore records;
  private final EvaluationScope scope;
  private DocumentView document = DocumentView.EMPTY;
  private long recordId;
  private boolean looked;

  IdLookupNode(
      Plan.IdLookup plan, RecordStore records, StorageReader reader, EvaluationScope scope) {
    super(reader);
    counters.isClustered = plan.index().isClustered();
    this.plan = plan;
    this.records = records;
    this.scope = scope;
  }

  @Override
  public Work work() {
    if (looked) {
      return counters.done();
    }
    looked = true;
    byte[] prefix = plan.index().keyBuilder().append(plan.id(), isDescending()).toKey();
    try (SortedCursor cursor =
        plan.index().table().open(reader, KeyRange.prefix(prefix), Direction.FORWARD)) {
      while (cursor.advance()) {
        counters.keysExamined++;
        int length = cursor.keyLength();
        if (KeyString.keyWithoutRecordIdLength(cursor.key(), length) == prefix.length) {
          recordId = KeyString.decodeRecordId(cursor.key(), length);
          return fetch();
        }
      }
    }
    return counters.done();
  }

  /** The document's own value of the only component: a key by {@code _id} is that value. */
  @Override
  public DocumentView indexKey() {
    return DocumentView.of(new BsonDocument("_id", Objects.requireNonNull(document.get("_id"))));
  }

  private Work fetch() {
    DocumentView found = records.find(reader, recordId);
    if (found == null) {
      throw new IllegalStateException("an _id index entry without its record: " + recordId);
    }
    counters.docsExamined++;
    document = found;
    if (scope.keepsIndexKeys()) {
      document = FetchNode.withIndexKey(document, indexKey());
    }
    return counters.advanced();
  }

  private boolean isDescending() {
    return plan.index().ordering().isDescending(0);
  }

  @Override
  public long recordId() {
    return recordId;
  }

  @Override
  public DocumentView document() {
    return document;
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public void close() {}
}
