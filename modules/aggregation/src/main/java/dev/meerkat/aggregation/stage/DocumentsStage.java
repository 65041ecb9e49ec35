package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Brings documents that stand in the pipeline itself. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/documents/">$documents</a>
 */
record DocumentsStage(Expression documents) implements Stage {
  static Stage parse(BsonValue spec, ParseScope scope) {
    return new DocumentsStage(scope.expression(spec));
  }

  @Override
  public String name() {
    return "$documents";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.MANY)
        .at(StageTraits.Position.FIRST_WITHOUT_COLLECTION)
        .notIn(StageTraits.Place.FACET, StageTraits.Place.CHANGE_STREAM);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    input.close();
    BsonValue value = documents.evaluate(DocumentView.EMPTY, context.scope());
    if (!(value instanceof BsonArray array)) {
      throw Documents.error(5858203, "an array is expected");
    }
    List<DocumentView> views = new ArrayList<>(array.size());
    for (BsonValue element : array) {
      if (!(element instanceof BsonDocument document)) {
        throw Documents.error(
            40228, "'newRoot' expression must evaluate to an object, but it did not");
      }
      views.add(Documents.checked(DocumentView.of(document)));
    }
    return new ListCursor(views);
  }

  @Override
  public void dependencies(Dependencies dependencies) {}

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$documents", documents.describe());
  }
}
