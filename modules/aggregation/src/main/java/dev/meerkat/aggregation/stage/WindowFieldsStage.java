package dev.meerkat.aggregation.stage;

import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.query.projection.AggregateProjection;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Adds fields to documents, each computed by a window function from the documents around it.
 * Documents are spilled past 100 MB; what the functions themselves keep is not. Threads: immutable.
 *
 * @param partitionBy what documents of one partition share, or null for one partition
 * @param sort the order within partitions, or null for the order of arrival
 * @param outputs the window functions, in the order of their fields
 * @param slots where the value of each output is bound
 * @param projection puts the bound values into a document
 * @param isSorted whether documents come partition by partition already, each in its order
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/setWindowFields/">$setWindowFields</a>
 */
record WindowFieldsStage(
    @Nullable Expression partitionBy,
    @Nullable SortPattern sort,
    List<WindowFunction> outputs,
    List<Integer> slots,
    AggregateProjection projection,
    ValueOrder order,
    BsonDocument spec,
    boolean isSorted)
    implements Stage {
  private static final String SORTED = "$_internalSetWindowFields";

  WindowFieldsStage {
    outputs = List.copyOf(outputs);
    slots = List.copyOf(slots);
  }

  static Stage parse(BsonValue value, ParseScope scope) {
    return parse("$setWindowFields", value, scope);
  }

  /** The stage that {@code $setWindowFields} is behind a sort of its own. */
  static Stage parseSorted(BsonValue value, ParseScope scope) {
    return parse(SORTED, value, scope);
  }

  private static Stage parse(String name, BsonValue value, ParseScope scope) {
    if (!(value instanceof BsonDocument spec)) {
      throw Documents.failedToParse("the " + name + " stage specification must be an object");
    }
    TypedFields fields = new TypedFields(name, spec);
    fields.checkNames("partitionBy", "sortBy", "output");
    BsonDocument sortBy = fields.document("sortBy");
    BsonDocument output = fields.required("output", fields.document("output"));
    BsonValue partition = spec.get("partitionBy");
    Expression partitionBy = partition == null ? null : scope.expression(partition);
    SortPattern sort = sortBy == null ? null : SortPattern.parse(sortBy, scope);
    Map<String, WindowFunction> functions = functions(output, sortBy, scope);
    if (partitionBy instanceof LiteralExpression(BsonValue constant)) {
      if (constant != null && constant.isArray()) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH,
            "An expression used to partition cannot evaluate to value of type array");
      }
      partitionBy = null;
    }
    return of(partitionBy, sort, functions, spec, name.equals(SORTED), scope);
  }

  private static Map<String, WindowFunction> functions(
      BsonDocument output, @Nullable BsonDocument sortBy, ParseScope scope) {
    Map<String, WindowFunction> functions = new LinkedHashMap<>();
    List<FieldPath> paths = new ArrayList<>();
    for (Map.Entry<String, BsonValue> field : output.entrySet()) {
      FieldPath path = FieldPath.of(field.getKey());
      for (FieldPath other : paths) {
        if (other.equals(path) || other.isPrefixOf(path) || path.isPrefixOf(other)) {
          throw Documents.error(
              6307900, "$setWindowFields 'output' specification contains two conflicting paths");
        }
      }
      paths.add(path);
      if (!(field.getValue() instanceof BsonDocument function)) {
        throw Documents.failedToParse("The field '" + field.getKey() + "' must be an object");
      }
      functions.put(field.getKey(), scope.windowFunction(function, sortBy));
    }
    return functions;
  }

  private static Stage of(
      @Nullable Expression partitionBy,
      @Nullable SortPattern sort,
      Map<String, WindowFunction> functions,
      BsonDocument spec,
      boolean isSorted,
      ParseScope scope) {
    Map<FieldPath, Expression> results = new LinkedHashMap<>();
    List<Integer> slots = new ArrayList<>();
    ParseScope declared = scope;
    for (String field : functions.keySet()) {
      declared = declared.declare("output " + field);
      int slot = declared.variable("output " + field);
      slots.add(slot);
      results.put(FieldPath.parse(field), new BoundValue(slot));
    }
    return new WindowFieldsStage(
        partitionBy,
        sort,
        List.copyOf(functions.values()),
        slots,
        AggregateProjection.computed(results),
        scope.order(),
        spec,
        isSorted);
  }

  @Override
  public String name() {
    return isSorted ? SORTED : "$setWindowFields";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.BLOCKING).notIn(StageTraits.Place.CHANGE_STREAM);
  }

  @Override
  public Set<String> metadata(Set<String> before) {
    return before;
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new BlockingCursor(input, context, this::read);
  }

  private Cursor read(Cursor input, StageContext context) {
    return new WindowCursor(this, WindowPartitions.read(this, input, context), context);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    dependencies.wholeDocument();
  }

  @Override
  public BsonDocument describe() {
    BsonDocument body = new BsonDocument();
    if (partitionBy != null) {
      body.append("partitionBy", partitionBy.describe());
    }
    if (sort != null) {
      body.append("sortBy", sort.toBson());
    }
    BsonDocument output = new BsonDocument();
    int next = 0;
    for (String field : spec.getDocument("output").keySet()) {
      output.append(field, outputs.get(next++).describe());
    }
    return new BsonDocument(name(), body.append("output", output));
  }

  /** The value that is bound to a slot. Threads: immutable. */
  private record BoundValue(int slot) implements Expression {
    @Override
    public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
      return scope.variable(slot);
    }

    @Override
    public void dependencies(Dependencies dependencies) {
      dependencies.variable(slot);
    }

    @Override
    public BsonValue describe() {
      return BsonNull.VALUE;
    }
  }
}
