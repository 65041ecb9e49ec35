package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Adds the documents of another collection, or those that a pipeline answers, after its input.
 * Threads: immutable.
 *
 * @param taken the filters that stood behind it and end its pipeline, too
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/unionWith/">$unionWith</a>
 */
record UnionWithStage(
    ForeignCollection collection, Pipeline pipeline, BsonValue spec, List<MatchStage> taken)
    implements UnitingStage {
  UnionWithStage {
    taken = List.copyOf(taken);
  }

  static Stage parse(BsonValue spec, ParseScope scope) {
    if (spec instanceof BsonString name) {
      return of(LookupParser.namespace(name, scope), new BsonArray(), spec, scope);
    }
    if (!(spec instanceof BsonDocument fields)) {
      throw Documents.failedToParse(
          "the $unionWith stage specification must be an object or string");
    }
    BsonValue collection = null;
    BsonArray stages = new BsonArray();
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      BsonValue value = field.getValue();
      switch (field.getKey()) {
        case "coll" -> {
          if (!value.isString()) {
            throw mismatch("coll", "string");
          }
          collection = value;
        }
        case "pipeline" -> {
          if (!(value instanceof BsonArray array)) {
            throw mismatch("pipeline", "array");
          }
          stages = array;
        }
        default ->
            throw new ServerException(
                ErrorCode.IDL_UNKNOWN_FIELD,
                "BSON field '$unionWith." + field.getKey() + "' is an unknown field.");
      }
    }
    return of(namespace(collection, stages, scope), stages, spec, scope);
  }

  private static Stage of(Namespace namespace, BsonArray stages, BsonValue spec, ParseScope scope) {
    return new UnionWithStage(
        new ForeignCollection(namespace),
        scope.pipeline(stages, StageTraits.Place.UNION, namespace),
        spec,
        List.of());
  }

  private static Namespace namespace(
      @Nullable BsonValue collection, BsonArray stages, ParseScope scope) {
    if (collection != null) {
      return LookupParser.namespace(collection, scope);
    }
    boolean documents =
        !stages.isEmpty()
            && stages.getFirst() instanceof BsonDocument first
            && first.containsKey("$documents");
    if (!documents) {
      throw Documents.failedToParse(
          "$unionWith stage without explicit collection must have a pipeline with $documents as"
              + " first stage");
    }
    return new Namespace(scope.namespace().database(), "$cmd.aggregate");
  }

  private static ServerException mismatch(String field, String type) {
    return new ServerException(
        ErrorCode.TYPE_MISMATCH,
        "BSON field '$unionWith." + field + "' is the wrong type, expected type '" + type + "'");
  }

  @Override
  public String name() {
    return "$unionWith";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.MANY)
        .notIn(StageTraits.Place.CHANGE_STREAM, StageTraits.Place.TRANSACTION);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new UnionCursor(input, this, context);
  }

  @Override
  public Stage optimized(UnaryOperator<Pipeline> optimizer) {
    return new UnionWithStage(collection.pushing(), optimizer.apply(pipeline), spec, taken);
  }

  /** The stage whose own documents all match a filter, which then is to stand before it. */
  UnionWithStage filtered(MatchStage match) {
    List<Stage> stages = new ArrayList<>(pipeline.stages());
    stages.add(match);
    List<MatchStage> more = new ArrayList<>(taken);
    more.add(match);
    return new UnionWithStage(
        collection,
        new Pipeline(stages, pipeline.variables(), pipeline.costlyMetadata()),
        spec,
        more);
  }

  @Override
  public Namespace foreign() {
    return collection.namespace();
  }

  @Override
  public BsonArray written() {
    BsonArray stages = new BsonArray();
    if (spec instanceof BsonDocument fields && fields.containsKey("pipeline")) {
      stages.addAll(fields.getArray("pipeline"));
    }
    taken.forEach(match -> stages.add(match.describe()));
    return stages;
  }

  @Override
  public BsonDocument describe() {
    BsonArray stages = new BsonArray();
    pipeline.stages().forEach(stage -> stages.add(stage.describe()));
    return describe(stages);
  }

  @Override
  public BsonDocument describe(BsonArray explained) {
    BsonDocument body = new BsonDocument();
    if (!(spec instanceof BsonDocument fields) || fields.containsKey("coll")) {
      body.append("coll", new BsonString(collection.namespace().collection()));
    }
    return new BsonDocument("$unionWith", body.append("pipeline", explained));
  }

  private static final class UnionCursor implements Cursor {
    private final UnionWithStage stage;
    private final StageContext context;
    private Cursor source;
    private boolean second;

    UnionCursor(Cursor input, UnionWithStage stage, StageContext context) {
      this.source = input;
      this.stage = stage;
      this.context = context;
    }

    @Override
    public boolean advance() {
      if (source.advance()) {
        return true;
      }
      if (second) {
        return false;
      }
      second = true;
      source.close();
      source = stage.collection.of(stage.pipeline, context).run();
      return source.advance();
    }

    @Override
    public DocumentView current() {
      return source.current();
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
