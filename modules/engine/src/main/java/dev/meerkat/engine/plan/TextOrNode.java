package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of all words searched for and adds up the scores of each record; then answers
 * the records. Threads: confined to one operation.
 */
final class TextOrNode extends UnitingNode {
  private final List<ScanInput> scans;
  private final int component;
  private final RecordScores scores = new RecordScores();
  private int scan;
  private int next;

  TextOrNode(Plan.TextOr plan, List<PlanNode> inputs) {
    super(plan, inputs);
    this.scans = ScanInput.of(inputs);
    this.component = plan.search().component() + 1;
  }

  @Override
  public Work work() {
    if (scan < scans.size()) {
      read(scans.get(scan));
      return counters.needTime();
    }
    if (next == scores.size()) {
      return counters.done();
    }
    next++;
    return counters.advanced();
  }

  private void read(ScanInput entries) {
    switch (entries.work()) {
      case NEED_TIME -> {}
      case ADVANCED -> scores.add(entries.scan().recordId(), entries.scan().number(component));
      case DONE -> {
        entries.scan().close();
        scan++;
      }
    }
  }

  @Override
  public long recordId() {
    return scores.recordId(next - 1);
  }

  @Override
  public @Nullable BsonDocument metadata() {
    BsonDouble score = new BsonDouble(scores.score(next - 1));
    return new BsonDocument("textScore", score).append("score", score);
  }

  @Override
  public DocumentView document() {
    throw new IllegalStateException("a search in an index has no document");
  }
}
