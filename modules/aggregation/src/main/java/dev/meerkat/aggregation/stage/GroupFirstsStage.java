package dev.meerkat.aggregation.stage;

import dev.meerkat.aggregation.accumulator.OneDocument;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import org.bson.BsonDocument;

/**
 * A {@code $group} of documents of which each is the one that is wanted of its group. Threads:
 * immutable.
 */
record GroupFirstsStage(GroupStage group) implements Stage {
  @Override
  public String name() {
    return "$groupByDistinctScan";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.ONE_TO_ONE);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    GroupKeySink key = new GroupKeySink();
    DocumentBuilder out = new DocumentBuilder(256);
    return new TransformCursor(input, document -> transform(document, key, out, context));
  }

  private DocumentView transform(
      DocumentView document, GroupKeySink key, DocumentBuilder out, StageContext context) {
    out.clear();
    out.appendFields(key.of(document, group.id(), context.scope()));
    for (int i = 0; i < group.names().size(); i++) {
      Accumulator.State state = group.accumulators().get(i).start();
      state.add(document, context.scope());
      out.append(group.names().get(i), state.result());
    }
    return out.toView();
  }

  @Override
  public boolean readsAllItNeeds() {
    return true;
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    group.id().dependencies(dependencies);
    for (Accumulator accumulator : group.accumulators()) {
      if (accumulator instanceof OneDocument one) {
        one.wanted().dependencies(dependencies);
      }
    }
  }

  @Override
  public BsonDocument describe() {
    BsonDocument made = new BsonDocument("_id", group.id().describe());
    for (int i = 0; i < group.names().size(); i++) {
      if (group.accumulators().get(i) instanceof OneDocument one) {
        made.append(group.names().get(i), one.wanted().describe());
      }
    }
    return new BsonDocument(name(), new BsonDocument("newRoot", made));
  }
}
