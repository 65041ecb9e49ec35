package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.values.ExpressionPaths;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What is reached from one document of {@code $graphLookup}. Past the memory of the stage, the
 * documents are spilled first, and then the values that were visited. Threads: confined to one
 * operation.
 */
final class GraphSearch implements AutoCloseable {
  /** Values that are looked for at once. */
  private static final int MAX_VALUES = 1000;

  private final GraphLookupStage stage;
  private final StageContext context;
  private final StageMemory memory;
  private final DocumentSet visited;
  private final DocumentSet ids;
  private final DocumentList results;

  GraphSearch(GraphLookupStage stage, StageContext context) {
    this.stage = stage;
    this.context = context;
    this.memory = new StageMemory(stage.name(), context);
    this.visited = new DocumentSet(stage.order(), memory);
    this.ids = new DocumentSet(stage.order(), memory);
    this.results = new DocumentList(memory);
  }

  /** The document with all that is reached from it. */
  DocumentView apply(DocumentView document, DocumentBuilder out) {
    search(document);
    return PathWriter.with(document, stage.as(), out, PathWriter.array(this::append));
  }

  private void append(DocumentBuilder array) {
    for (int i = 0; i < results.size(); i++) {
      array.appendDocument(array.nextIndex(), results.get(i));
      if (array.size() > Documents.MOST_BYTES) {
        // The caller looks at the size: what is more need not be read.
        return;
      }
    }
  }

  private void search(DocumentView document) {
    int begin = 0;
    visit(stage.startWith().evaluate(document, context.scope()));
    for (long depth = 0;
        begin < visited.size() && (stage.maxDepth() < 0 || depth <= stage.maxDepth());
        depth++) {
      int end = visited.size();
      while (begin < end) {
        int next = Math.min(end, begin + MAX_VALUES);
        step(begin, next, depth);
        begin = next;
      }
    }
  }

  /** Looks for the values of some numbers, and visits those that they lead to. */
  private void step(int begin, int end, long depth) {
    context.operation().checkInterrupted();
    Filter restriction = stage.restrictionByVariables();
    try (Cursor cursor = stage.from().find(filter(begin, end), context)) {
      while (cursor.advance()) {
        context.operation().checkInterrupted();
        DocumentView found = cursor.current();
        if (restriction != null && !restriction.matches(found, context.scope())) {
          continue;
        }
        BsonValue id = found.get("_id");
        if (ids.add(id == null ? BsonNull.VALUE : id)) {
          visit(ExpressionPaths.evaluate(stage.connectFrom(), found));
          results.add(
              stage.depthField() == null
                  ? found
                  : DocumentView.of(
                      NestedFields.with(found.toBson(), stage.depthField(), new BsonInt64(depth))));
          makeRoom();
        }
      }
    }
  }

  private void makeRoom() {
    if (memory.isFull()) {
      results.spill();
    }
    if (memory.isFull()) {
      ids.spill();
      visited.spill();
    }
  }

  private void visit(@Nullable BsonValue value) {
    if (value instanceof BsonArray array) {
      array.forEach(visited::add);
    } else if (value != null) {
      visited.add(value);
    }
  }

  private BsonDocument filter(int begin, int end) {
    BsonArray any = new BsonArray(end - begin);
    for (int i = begin; i < end; i++) {
      any.add(LookupRun.equal(stage.connectTo(), visited.get(i)));
    }
    BsonDocument filter = new BsonDocument("$or", any);
    return stage.restriction().isEmpty() || stage.restrictionByVariables() != null
        ? filter
        : new BsonDocument("$and", new BsonArray(List.of(filter, stage.restriction())));
  }

  @Override
  public void close() {
    results.close();
    ids.close();
    visited.close();
  }
}
