package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Adds to each document an array of all documents that are reached from it, from value to value.
 * Threads: immutable.
 *
 * @param maxDepth steps at most, or -1
 * @param depthField where the number of steps stands, or null
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/graphLookup/">$graphLookup</a>
 */
record GraphLookupStage(
    ForeignCollection from,
    Expression startWith,
    FieldPath connectFrom,
    String connectTo,
    FieldPath as,
    long maxDepth,
    @Nullable FieldPath depthField,
    BsonDocument restriction,
    @Nullable Filter restrictionByVariables,
    ValueOrder order,
    BsonDocument spec)
    implements Stage {
  static Stage parse(BsonValue value, ParseScope scope) {
    if (!(value instanceof BsonDocument spec)) {
      throw Documents.failedToParse("the $graphLookup stage specification must be an object");
    }
    Namespace from = null;
    Expression startWith = null;
    FieldPath connectFrom = null;
    FieldPath connectTo = null;
    FieldPath as = null;
    long maxDepth = -1;
    FieldPath depthField = null;
    BsonDocument restriction = new BsonDocument();
    Filter restrictionFilter = null;
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      BsonValue argument = field.getValue();
      switch (field.getKey()) {
        case "from" -> from = LookupParser.namespace("$graphLookup", argument, scope);
        case "startWith" -> startWith = scope.expression(argument);
        case "connectFromField" -> connectFrom = path(field.getKey(), argument);
        case "connectToField" -> connectTo = path(field.getKey(), argument);
        case "as" -> as = path(field.getKey(), argument);
        case "maxDepth" -> maxDepth = maxDepth(argument);
        case "depthField" -> depthField = path(field.getKey(), argument);
        case "restrictSearchWithMatch" -> {
          restriction = restriction(argument);
          MatchStage.refuseSorting(restriction);
          restrictionFilter = scope.filter(restriction);
        }
        default ->
            throw Documents.error(40104, "Unknown argument to $graphLookup: " + field.getKey());
      }
    }
    if (from == null
        || startWith == null
        || connectFrom == null
        || connectTo == null
        || as == null) {
      throw Documents.error(
          40105,
          "$graphLookup requires 'from', 'as', 'startWith', 'connectFromField', and"
              + " 'connectToField' to be specified.");
    }
    // It counts as a pipeline inside a pipeline, which may not be too many.
    var _ = scope.pipeline(new BsonArray(), StageTraits.Place.LOOKUP, from);
    return new GraphLookupStage(
        new ForeignCollection(from),
        startWith,
        connectFrom,
        connectTo.dotted(),
        as,
        maxDepth,
        depthField,
        restriction,
        // The other collection cannot see this command's variables.
        restrictionFilter != null && VariableUse.isUsedBy(restrictionFilter)
            ? restrictionFilter
            : null,
        scope.order(),
        spec);
  }

  private static FieldPath path(String name, BsonValue value) {
    if (!(value instanceof BsonString text)) {
      throw Documents.error(40103, "expected string as argument for $graphLookup's " + name);
    }
    return FieldPath.parse(text.getValue());
  }

  private static long maxDepth(BsonValue value) {
    if (!value.isNumber()) {
      throw Documents.error(40100, "maxDepth requires numeric argument");
    }
    if (!Numbers.isIntegral(value)) {
      throw Documents.error(40102, "maxDepth could not be represented as a long long");
    }
    long depth = Numbers.exactLong(value);
    if (depth < 0) {
      throw Documents.error(40101, "maxDepth requires a nonnegative argument");
    }
    return depth;
  }

  private static BsonDocument restriction(BsonValue value) {
    if (!(value instanceof BsonDocument filter)) {
      throw Documents.error(40185, "restrictSearchWithMatch must be an object");
    }
    return filter;
  }

  @Override
  public String name() {
    return "$graphLookup";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.ONE_TO_ONE).notIn(StageTraits.Place.CHANGE_STREAM);
  }

  @Override
  public boolean mayChange(String field) {
    return as.component(0).equals(field);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    DocumentBuilder out = new DocumentBuilder(1024);
    return new TransformCursor(
        input,
        document -> {
          try (GraphSearch search = new GraphSearch(this, context)) {
            return search.apply(document, out);
          }
        });
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$graphLookup", spec);
  }
}
