package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Reads the documents of its input's records and keeps those that match. */
final class FetchNode extends OneInputNode {
  private final Plan.Fetch plan;
  private final RecordStore records;
  private final EvaluationScope scope;

  /** Reads many documents at a time, or null where what comes is not known. */
  private final @Nullable ReadAhead ahead;

  private StorageReader reader;
  private DocumentView document = DocumentView.EMPTY;

  /**
   * @param wanted how many documents are asked for at most
   */
  FetchNode(
      Plan.Fetch plan,
      PlanNode input,
      RecordStore records,
      StorageReader reader,
      EvaluationScope scope,
      long wanted) {
    super(plan, input);
    this.plan = plan;
    counters.isToldByInput = ClusteredScans.isToldByInput(plan);
    this.records = records;
    this.reader = reader;
    this.scope = scope;
    IndexScanNode scan = input.scan();
    this.ahead =
        wanted > 1 && scan != null && scan.readAhead()
            ? new ReadAhead(scan, records, wanted)
            : null;
  }

  @Override
  public Work work() {
    return switch (input.work()) {
      case DONE -> counters.done();
      case NEED_TIME -> counters.needTime();
      case ADVANCED -> fetch();
    };
  }

  private Work fetch() {
    DocumentView found =
        ahead == null
            ? records.find(reader, input.recordId())
            : ahead.find(reader, counters.advanced);
    if (found == null) {
      // Deleted between two snapshots, after the record id had been merged or sorted.
      return counters.needTime();
    }
    counters.docsExamined++;
    Filter filter = plan.filter();
    if (filter != null && !input.isProven() && !filter.matches(found, scope)) {
      return counters.needTime();
    }
    document = found.withMetadata(input.metadata());
    if (scope.keepsIndexKeys()) {
      document = withIndexKey(document, input.indexKey());
    }
    return counters.advanced();
  }

  /** The document with the index key that it was found by, where there is one. */
  static DocumentView withIndexKey(DocumentView document, DocumentView key) {
    if (key.isEmpty()) {
      return document;
    }
    BsonDocument metadata = document.metadata();
    BsonDocument more = metadata == null ? new BsonDocument() : metadata.clone();
    return document.withMetadata(more.append("indexKey", key.toBson()));
  }

  @Override
  public DocumentView document() {
    return document;
  }

  @Override
  public void save() {
    forget();
    super.save();
  }

  /** What was read ahead is of the snapshot that ends. */
  private void forget() {
    if (ahead != null) {
      ahead.close();
    }
  }

  @Override
  public void restore(StorageReader newReader) {
    reader = newReader;
    super.restore(newReader);
  }

  @Override
  public void close() {
    forget();
    super.close();
  }
}
