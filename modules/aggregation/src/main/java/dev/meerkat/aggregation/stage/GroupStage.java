package dev.meerkat.aggregation.stage;

import dev.meerkat.query.expression.FieldPathExpression;
import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.query.expression.ObjectExpression;
import dev.meerkat.query.expression.ZeroDivisor;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Accumulator;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Groups documents by a value and accumulates values of each group. Past 100 MB it spills, or
 * refuses without {@code allowDiskUse}. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/group/">$group</a>
 */
public record GroupStage(
    Expression id,
    List<String> names,
    List<Accumulator> accumulators,
    ValueOrder order,
    boolean isInPlan)
    implements CountingStage {
  private static final BsonInt32 ONE = new BsonInt32(1);

  public GroupStage {
    names = List.copyOf(names);
    accumulators = List.copyOf(accumulators);
  }

  static Stage parse(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument fields)) {
      throw Documents.error(15947, "a group's fields must be specified in an object");
    }
    BsonValue id = fields.get("_id");
    if (id == null) {
      throw Documents.error(15955, "a group specification must include an _id");
    }
    Expression idExpression = id(id, scope);
    BsonDocument outputs = new BsonDocument();
    outputs.putAll(fields);
    outputs.remove("_id");
    return of(idExpression, outputs, scope);
  }

  /** A stage that groups by an expression and makes {@code outputs} of each group. */
  static GroupStage of(Expression id, BsonDocument outputs, ParseScope scope) {
    List<String> names = new ArrayList<>();
    List<Accumulator> accumulators = new ArrayList<>();
    for (Map.Entry<String, BsonValue> field : outputs.entrySet()) {
      names.add(field.getKey());
      accumulators.add(accumulator(field.getKey(), field.getValue(), scope));
    }
    return new GroupStage(id, names, accumulators, scope.order(), false);
  }

  /** The same group where it comes right after the documents were read. */
  public GroupStage inPlan() {
    return new GroupStage(id, names, accumulators, order, true);
  }

  /**
   * What one document of each group answers; null where it takes more.
   *
   * @param sort the order in which documents come, or null for any
   */
  public @Nullable GroupFirsts firsts(@Nullable SortPattern sort) {
    return GroupFirsts.of(this, sort);
  }

  /** The stage that does the same with one document of each group. */
  public Stage ofFirsts() {
    return new GroupFirstsStage(this);
  }

  private static Expression id(BsonValue spec, ParseScope scope) {
    if (spec instanceof BsonDocument fields) {
      for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
        boolean operator = field.getKey().startsWith("$");
        if (!operator && (field.getValue().isNumber() || field.getValue().isBoolean())) {
          throw Documents.error(17390, "$group does not support inclusion-style expressions");
        }
      }
    }
    return scope.expression(spec);
  }

  /** Parses one output field, as {@code $group} and {@code $bucket} have it. */
  static Accumulator accumulator(String name, BsonValue spec, ParseScope scope) {
    if (name.indexOf('.') >= 0) {
      throw Documents.error(40235, "The field name '" + name + "' cannot contain '.'");
    }
    if (name.startsWith("$")) {
      throw Documents.error(40236, "The field name '" + name + "' cannot be an operator name");
    }
    if (!(spec instanceof BsonDocument document)) {
      throw Documents.error(40234, "The field '" + name + "' must be an accumulator object");
    }
    if (document.size() != 1) {
      throw Documents.error(40238, "The field '" + name + "' must specify one accumulator");
    }
    return scope.accumulator(document);
  }

  @Override
  public String name() {
    return "$group";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.BLOCKING);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new BlockingCursor(input, context, this::group);
  }

  private Cursor group(Cursor input, StageContext context) {
    GroupTable table = new GroupTable(this, context);
    try {
      while (input.advance()) {
        add(input.current(), table);
        context.operation().checkInterrupted();
      }
    } catch (RuntimeException e) {
      table.close();
      throw e;
    }
    return table.results();
  }

  void add(DocumentView document, GroupTable table) {
    try {
      table.add(document);
    } catch (ServerException e) {
      throw isInPlan ? ZeroDivisor.inPlan(e) : e;
    }
  }

  /** Whether all documents are one group, of which only sums of ones are wanted. */
  @Override
  public boolean isCount() {
    return id instanceof LiteralExpression
        && accumulators.stream().allMatch(accumulator -> isSumOfOnes(accumulator.describe()));
  }

  private static boolean isSumOfOnes(BsonValue accumulator) {
    return accumulator.equals(new BsonDocument("$sum", ONE))
        || accumulator.equals(new BsonDocument("$sum", new BsonDocument("$const", ONE)));
  }

  @Override
  public BsonDocument counted(long count) {
    BsonValue key = id instanceof LiteralExpression(BsonValue value) ? value : null;
    BsonDocument group = new BsonDocument("_id", key == null ? BsonNull.VALUE : key);
    for (String name : names) {
      group.append(name, Numbers.integer(count, true));
    }
    return group;
  }

  /** Whether the key is a document of two or more values, each of which may be missing. */
  boolean hasCompoundKey() {
    return id instanceof ObjectExpression object && object.names().size() > 1;
  }

  @Override
  public @Nullable String pathBefore(String path) {
    return path.equals("_id") || path.startsWith("_id.") ? keyBefore(id, path, "_id") : null;
  }

  /**
   * The same where a projection behind the group may have brought a field of the key to the top.
   */
  @Nullable String pathBefore(String path, ProjectionStage projection) {
    int dot = path.indexOf('.');
    String field = dot < 0 ? path : path.substring(0, dot);
    FieldPath source = projection.projection().sourceOf(field);
    String between;
    // One that is a document is no array, of which a path would make an array.
    if (source != null
        && source.size() == 2
        && source.component(0).equals("_id")
        && id instanceof ObjectExpression) {
      between = source.dotted() + path.substring(field.length());
    } else {
      between = projection.pathBefore(path);
    }
    return between == null ? null : pathBefore(between);
  }

  /**
   * Where the values come from that part of the key has at a path.
   *
   * @param prefix the part's own path, a prefix of {@code path}
   */
  private static @Nullable String keyBefore(Expression key, String path, String prefix) {
    if (key instanceof FieldPathExpression(FieldPath source)) {
      return source.size() == 1 ? source.dotted() + path.substring(prefix.length()) : null;
    }
    if (!(key instanceof ObjectExpression(List<String> names, List<Expression> values))) {
      return null;
    }
    for (int i = 0; i < names.size(); i++) {
      String inner = prefix + "." + names.get(i);
      if (path.equals(inner) || path.startsWith(inner + ".")) {
        return keyBefore(values.get(i), path, inner);
      }
    }
    return null;
  }

  @Override
  public boolean readsAllItNeeds() {
    return true;
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    id.dependencies(dependencies);
    for (Accumulator accumulator : accumulators) {
      accumulator.dependencies(dependencies);
    }
  }

  @Override
  public BsonDocument describe() {
    BsonDocument body = new BsonDocument("_id", id.describe());
    for (int i = 0; i < names.size(); i++) {
      body.append(names.get(i), accumulators.get(i).describe());
    }
    return new BsonDocument("$group", body);
  }
}
