package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Writes each document into a collection, by what becomes of one that has the same values of the
 * {@code on} fields there, and of one that has not. Threads: immutable.
 *
 * @param on the fields that identify a document
 * @param lets variables of the pipeline by name, besides {@code new}
 * @param pipeline what updates a document that is there; null unless {@code whenMatched} is a
 *     pipeline
 * @param collation what the fields are compared by, spelled out
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/merge/">$merge</a>
 */
record MergeStage(
    OutputTarget target,
    List<String> on,
    WhenMatched whenMatched,
    WhenNotMatched whenNotMatched,
    Map<String, Expression> lets,
    @Nullable BsonArray pipeline,
    BsonDocument collation,
    BsonDocument spec)
    implements Stage {
  static final String NAME = "$merge";

  MergeStage {
    on = List.copyOf(on);
  }

  /** What becomes of a document that is there. */
  enum WhenMatched {
    REPLACE,
    KEEP_EXISTING,
    MERGE,
    FAIL,
    PIPELINE
  }

  /** What becomes of a document that is not there. */
  enum WhenNotMatched {
    INSERT,
    DISCARD,
    FAIL
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StageTraits traits() {
    return WritingCursor.TRAITS;
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new WritingCursor(input, new MergeWriter(this, context), context);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(NAME, spec);
  }
}
