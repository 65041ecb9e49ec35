package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Answers the records of its inputs one after the other, each record once. */
final class OrNode extends UnitingNode {
  private final RecordIdSet seen = new RecordIdSet();
  private int current;

  OrNode(Plan.Or plan, List<PlanNode> inputs) {
    super(plan, inputs);
  }

  @Override
  public Work work() {
    if (current == inputs.size()) {
      return counters.done();
    }
    return switch (inputs.get(current).work()) {
      case NEED_TIME -> counters.needTime();
      case DONE -> {
        inputs.get(current).close();
        current++;
        yield counters.needTime();
      }
      case ADVANCED -> {
        if (seen.add(recordId())) {
          yield counters.advanced();
        }
        counters.duplicates++;
        yield counters.needTime();
      }
    };
  }

  @Override
  public long recordId() {
    return inputs.get(current).recordId();
  }

  @Override
  public DocumentView document() {
    return inputs.get(current).document();
  }

  @Override
  public @Nullable BsonDocument metadata() {
    return inputs.get(current).metadata();
  }

  @Override
  public DocumentView indexKey() {
    return inputs.get(current).indexKey();
  }
}
