package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;

/**
 * Answers what index keys tell in place of the documents. Where a key has a null, which may stand
 * for nothing at all, the document is read. Threads: confined to one operation.
 */
final class CoveredNode extends OneInputNode {
  private final Plan.Covered plan;
  private final RecordStore records;
  private final EvaluationScope scope;
  private final KeyDocument shape;
  private StorageReader reader;
  private DocumentView document = DocumentView.EMPTY;

  CoveredNode(
      Plan.Covered plan,
      PlanNode input,
      RecordStore records,
      StorageReader reader,
      EvaluationScope scope) {
    super(plan, input);
    this.plan = plan;
    counters.isToldByInput = ClusteredScans.isToldByInput(plan);
    this.records = records;
    this.reader = reader;
    this.scope = scope;
    this.shape = new KeyDocument(plan.fields(), plan.paths());
  }

  @Override
  public Work work() {
    return switch (input.work()) {
      case DONE -> counters.done();
      case NEED_TIME -> counters.needTime();
      case ADVANCED -> {
        document = input.keyDocument(shape);
        yield shape.isSure() ? counters.advanced() : fetch();
      }
    };
  }

  private Work fetch() {
    DocumentView found = records.find(reader, input.recordId());
    if (found == null) {
      return counters.needTime();
    }
    counters.docsExamined++;
    Filter filter = plan.filter();
    if (filter != null && !filter.matches(found, scope)) {
      return counters.needTime();
    }
    document = found;
    return counters.advanced();
  }

  @Override
  public DocumentView document() {
    return document;
  }

  @Override
  public void restore(StorageReader newReader) {
    reader = newReader;
    super.restore(newReader);
  }
}
