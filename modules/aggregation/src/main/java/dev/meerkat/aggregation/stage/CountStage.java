package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.Numbers;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * One document with the number of documents; none where there are none. Threads: immutable.
 *
 * @param field where the number stands
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/count/">$count</a>
 */
record CountStage(String field) implements CountingStage {
  static Stage parse(BsonValue spec) {
    if (!(spec instanceof BsonString text)) {
      throw Documents.error(40156, "the count field must be a non-empty string");
    }
    String field = text.getValue();
    if (field.isEmpty()) {
      throw Documents.error(40157, "the count field must be a non-empty string");
    }
    if (field.charAt(0) == '$') {
      throw Documents.error(40158, "the count field cannot be a $-prefixed path");
    }
    if (field.indexOf('\0') >= 0) {
      throw Documents.error(40159, "the count field cannot contain a null byte");
    }
    if (field.indexOf('.') >= 0) {
      throw Documents.error(40160, "the count field cannot contain '.'");
    }
    if (field.equals("_id")) {
      throw Documents.error(9039800, "the count field cannot be '_id'");
    }
    return new CountStage(field);
  }

  @Override
  public String name() {
    return "$count";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.BLOCKING);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new BlockingCursor(input, context, this::count);
  }

  private Cursor count(Cursor input, StageContext context) {
    long count = 0;
    while (input.advance()) {
      count++;
      context.operation().checkInterrupted();
    }
    return new ListCursor(count == 0 ? List.of() : List.of(DocumentView.of(counted(count))));
  }

  @Override
  public boolean isCount() {
    return true;
  }

  @Override
  public BsonDocument counted(long count) {
    return new BsonDocument(field, Numbers.integer(count, true));
  }

  @Override
  public boolean readsAllItNeeds() {
    return true;
  }

  @Override
  public void dependencies(Dependencies dependencies) {}

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$count", new BsonString(field));
  }
}
