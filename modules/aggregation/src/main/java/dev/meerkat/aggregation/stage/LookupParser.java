package dev.meerkat.aggregation.stage;

import dev.meerkat.query.expression.ExpressionParser;
import dev.meerkat.query.expression.Randomness;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Reads the argument of {@code $lookup}, with MongoDB's errors. Threads: immutable. */
final class LookupParser {
  private LookupParser() {}

  static Stage parse(BsonValue value, ParseScope scope) {
    if (!(value instanceof BsonDocument spec)) {
      throw Documents.failedToParse("the $lookup stage specification must be an Object");
    }
    Namespace from = null;
    String as = null;
    String local = null;
    String foreign = null;
    BsonArray stages = null;
    BsonDocument let = null;
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      BsonValue argument = field.getValue();
      switch (field.getKey()) {
        case "from" -> from = namespace("$lookup", argument, scope);
        case "as" -> as = field("as", argument);
        case "localField" -> local = path("localField", argument);
        case "foreignField" -> foreign = path("foreignField", argument);
        case "pipeline" -> stages = stages(argument);
        case "let" -> let = let(argument);
        default -> {
          if (!spec.containsKey("from") && !spec.containsKey("pipeline")) {
            throw Documents.failedToParse("must specify 'from' field for a $lookup");
          }
          throw new ServerException(
              ErrorCode.IDL_UNKNOWN_FIELD,
              "BSON field '$lookup." + field.getKey() + "' is an unknown field.");
        }
      }
    }
    if (as == null && spec.isEmpty()) {
      throw Documents.failedToParse("must specify 'as' field for a $lookup");
    }
    if (as == null) {
      throw new ServerException(
          ErrorCode.IDL_MISSING_FIELD, "BSON field '$lookup.as' is missing but a required field");
    }
    if (from == null) {
      boolean documents =
          stages != null
              && !stages.isEmpty()
              && stages.getFirst() instanceof BsonDocument first
              && first.containsKey("$documents");
      if (!documents) {
        throw Documents.failedToParse("must specify 'from' field for a $lookup");
      }
      from = new Namespace(scope.namespace().database(), "$cmd.aggregate");
    }
    if ((local == null) != (foreign == null)) {
      throw Documents.failedToParse(
          "$lookup requires both or neither of 'localField' and 'foreignField' to be specified");
    }
    if (local == null && stages == null) {
      throw Documents.failedToParse(
          "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be"
              + " specified");
    }
    if (stages == null && let != null) {
      throw Documents.failedToParse("$lookup with a 'let' argument must also specify 'pipeline'");
    }
    return of(from, as, local, foreign, let, stages, spec, scope);
  }

  private static Stage of(
      Namespace from,
      String as,
      @Nullable String local,
      @Nullable String foreign,
      @Nullable BsonDocument let,
      @Nullable BsonArray stages,
      BsonDocument spec,
      ParseScope scope) {
    List<Expression> lets = new ArrayList<>();
    int[] slots = new int[let == null ? 0 : let.size()];
    ParseScope inner = scope;
    if (let != null) {
      for (Map.Entry<String, BsonValue> variable : let.entrySet()) {
        ExpressionParser.checkVariableName(variable.getKey());
        inner = inner.declare(variable.getKey());
        slots[lets.size()] = inner.variable(variable.getKey());
        lets.add(scope.expression(variable.getValue()));
      }
    }
    BsonArray body = stages == null ? new BsonArray() : stages;
    Pipeline pipeline = inner.pipeline(body, StageTraits.Place.LOOKUP, from);
    int shared = local == null ? shared(pipeline, body, let) : 0;
    return new LookupStage(
        new ForeignCollection(from),
        FieldPath.parse(as),
        local == null ? null : FieldPath.parse(local),
        foreign == null ? "" : FieldPath.parse(foreign).dotted(),
        lets,
        slots,
        part(pipeline, 0, shared),
        part(pipeline, shared, pipeline.stages().size()),
        new BsonDocument(),
        null,
        scope.order(),
        spec);
  }

  private static Pipeline part(Pipeline pipeline, int begin, int end) {
    return new Pipeline(
        pipeline.stages().subList(begin, end), pipeline.variables(), pipeline.costlyMetadata());
  }

  /** How many of the first stages answer the same for every document. */
  private static int shared(Pipeline pipeline, BsonArray specs, @Nullable BsonDocument let) {
    int count = 0;
    // Stages are compiled one by one, but for those that stand for several.
    boolean isOneByOne = pipeline.stages().size() == specs.size();
    while (count < pipeline.stages().size()
        && isSame(isOneByOne ? specs.get(count) : specs, let == null ? Set.of() : let.keySet())
        && !Randomness.isIn(isOneByOne ? specs.get(count) : specs)) {
      count++;
    }
    return count;
  }

  /** Whether a spec names none of some variables. */
  private static boolean isSame(BsonValue spec, Set<String> variables) {
    return switch (spec) {
      case BsonArray array -> array.stream().allMatch(value -> isSame(value, variables));
      case BsonDocument fields ->
          fields.values().stream().allMatch(value -> isSame(value, variables));
      case BsonString text when text.getValue().startsWith("$$") -> {
        String path = text.getValue().substring(2);
        int dot = path.indexOf('.');
        yield !variables.contains(dot < 0 ? path : path.substring(0, dot));
      }
      default -> true;
    };
  }

  /**
   * The collection that a stage is to read, which is of the same database but for a few that the
   * server keeps.
   */
  static Namespace namespace(String stage, BsonValue value, ParseScope scope) {
    if (value instanceof BsonDocument given) {
      TypedFields fields = new TypedFields("from", given);
      fields.checkNames("db", "coll");
      String database = Objects.requireNonNullElse(fields.string("db"), "");
      String collection = Objects.requireNonNullElse(fields.string("coll"), "");
      if (!isForeign(database, collection)) {
        throw Documents.failedToParse(
            stage
                + " with syntax {from: {db:<>, coll:<>},..} is not supported for db: "
                + database
                + " and coll: "
                + collection);
      }
      return new Namespace(database, collection);
    }
    return namespace(value, scope);
  }

  private static boolean isForeign(String database, String collection) {
    return database.equals("local") && collection.equals("oplog.rs")
        || database.equals("config")
            && (collection.equals("collections")
                || collection.equals("chunks")
                || collection.startsWith("cache.chunks."));
  }

  /** A collection of the same database. */
  static Namespace namespace(BsonValue value, ParseScope scope) {
    String collection = text("from", value);
    if (collection.isEmpty() || collection.startsWith("$") || collection.indexOf('\0') >= 0) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE, "Invalid collection name specified '" + collection + "'");
    }
    return new Namespace(scope.namespace().database(), collection);
  }

  /** A string, or null where the argument is null and so is as good as absent. */
  private static @Nullable String field(String name, BsonValue value) {
    if (value.isNull()) {
      return null;
    }
    if (!(value instanceof BsonString text)) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "BSON field '$lookup." + name + "' is the wrong type, expected type 'string'");
    }
    return text.getValue();
  }

  /** A path; the empty one is as good as absent. */
  private static @Nullable String path(String name, BsonValue value) {
    String path = field(name, value);
    return path == null || path.isEmpty() ? null : path;
  }

  private static String text(String name, BsonValue value) {
    if (!(value instanceof BsonString text)) {
      throw Documents.failedToParse("$lookup argument '" + name + "' must be a string");
    }
    return text.getValue();
  }

  private static BsonArray stages(BsonValue value) {
    if (!(value instanceof BsonArray stages)) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "'pipeline' option must be specified as an array");
    }
    return stages;
  }

  private static BsonDocument let(BsonValue value) {
    if (!(value instanceof BsonDocument let)) {
      throw Documents.failedToParse("$lookup argument 'let' must be an object");
    }
    return let;
  }
}
