package dev.meerkat.query.projection;

import dev.meerkat.query.DistanceOrder;
import dev.meerkat.query.filter.Truth;
import dev.meerkat.query.projection.ProjectionNode.Computed;
import dev.meerkat.query.projection.ProjectionNode.Exclude;
import dev.meerkat.query.projection.ProjectionNode.FirstMatch;
import dev.meerkat.query.projection.ProjectionNode.Include;
import dev.meerkat.query.projection.ProjectionNode.Slice;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Parses the projection of {@code find}, which knows {@code $slice}, {@code $elemMatch} and the
 * positional {@code $}, or that of {@code $project}, which does not. Threads: confined to one
 * operation.
 */
final class ProjectionParser {
  private static final String ID = "_id";

  private final ParseScope scope;
  private final boolean isFind;
  private final ProjectionTree tree = new ProjectionTree();
  private @Nullable ProjectionMode mode;
  private boolean includesId;
  private boolean hasElemMatch;
  private boolean hasMeta;
  private boolean hasPositional;

  ProjectionParser(ParseScope scope, boolean isFind) {
    this.scope = scope;
    this.isFind = isFind;
  }

  boolean hasPositional() {
    return hasPositional;
  }

  /** Parses all fields and decides whether they say what stays or what goes. */
  ProjectionMode parse(BsonDocument spec) {
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      field(field.getKey(), field.getValue());
    }
    ProjectionMode decided = mode;
    if (decided == null) {
      boolean keeps = includesId || hasElemMatch || hasMeta && !isFind;
      decided = keeps ? ProjectionMode.INCLUSION : ProjectionMode.EXCLUSION;
    }
    if (decided == ProjectionMode.INCLUSION) {
      tree.addDefault(ID, new Include(false));
    }
    return decided;
  }

  ProjectionNode.Branch tree() {
    return tree.build();
  }

  private void field(String path, BsonValue value) {
    if (path.endsWith(".$") || (isFind && path.equals("$"))) {
      positional(path, value);
    } else if (path.contains(".$.") || path.startsWith("$.")) {
      throw new ServerException(
          ErrorCode.location(isFind ? 31394 : 31324),
          "As of 4.4, it's illegal to specify positional operator in the middle of a path."
              + " Positional projection may only be used at the end, for example: a.b.$.");
    } else {
      plain(FieldPath.parse(path), value);
    }
  }

  private void plain(FieldPath path, BsonValue value) {
    switch (value.getBsonType()) {
      case BOOLEAN, INT32, INT64, DOUBLE, DECIMAL128 -> flag(path, Truth.of(value));
      case DOCUMENT -> document(path, value.asDocument());
      default -> {
        if (mode == ProjectionMode.EXCLUSION) {
          throw new ServerException(
              ErrorCode.location(31310),
              "Cannot use an expression " + value + " in an exclusion projection");
        }
        computed(path, value);
      }
    }
  }

  private void flag(FieldPath path, boolean include) {
    if (path.size() == 1 && path.component(0).equals(ID)) {
      includesId |= include;
      tree.add(path, include ? new Include(false) : new Exclude());
      return;
    }
    require(include ? ProjectionMode.INCLUSION : ProjectionMode.EXCLUSION, path);
    tree.add(path, include ? new Include(false) : new Exclude());
  }

  private void require(ProjectionMode wanted, FieldPath path) {
    if (mode == null) {
      mode = wanted;
    } else if (mode != wanted) {
      throw wanted == ProjectionMode.INCLUSION
          ? new ServerException(
              ErrorCode.location(31253),
              "Cannot do inclusion on field " + path.dotted() + " in exclusion projection")
          : new ServerException(
              ErrorCode.location(31254),
              "Cannot do exclusion on field " + path.dotted() + " in inclusion projection");
    }
  }

  private void computed(FieldPath path, BsonValue value) {
    boolean isMeta = value.isDocument() && value.asDocument().getFirstKey().equals("$meta");
    if (mode == ProjectionMode.EXCLUSION && !isMeta) {
      throw new ServerException(
          ErrorCode.location(31252),
          "Cannot use expression other than $meta in exclusion projection");
    }
    if (mode == null) {
      mode = ProjectionMode.INCLUSION;
    }
    tree.add(path, new Computed(expression(value)));
  }

  private Expression expression(BsonValue value) {
    try {
      return scope.expression(value);
    } catch (ServerException e) {
      // An unknown operator at once under the field has a number of its own here.
      boolean atOnce =
          value.isDocument() && e.text().contains("'" + value.asDocument().getFirstKey() + "'");
      boolean isFindOnly = value.isDocument() && value.asDocument().containsKey("$elemMatch");
      if (atOnce && !isFindOnly && e.code().equals(ErrorCode.INVALID_PIPELINE_OPERATOR)) {
        throw new ServerException(ErrorCode.location(31325), e.text());
      }
      throw e;
    }
  }

  private void document(FieldPath path, BsonDocument value) {
    if (value.isEmpty()) {
      throw new ServerException(
          ErrorCode.location(51270),
          "An empty sub-projection is not a valid value. Found empty object at path");
    }
    String first = value.getFirstKey();
    if (!first.startsWith("$") || value.size() > 1) {
      for (Map.Entry<String, BsonValue> field : value.entrySet()) {
        field(path.dotted() + "." + field.getKey(), field.getValue());
      }
      return;
    }
    BsonValue argument = value.get(first);
    if (isFind && argument != null && first.equals("$elemMatch") && value.size() == 1) {
      elemMatch(path, argument);
    } else if (isFind && argument != null && first.equals("$slice") && isSlice(argument)) {
      slice(path, argument);
    } else if (first.equals("$meta") && value.size() == 1) {
      // Stands beside what stays and beside what goes; alone it takes no field away in find.
      hasMeta = true;
      tree.add(path, new Computed(expression(value)));
    } else {
      computed(path, value);
    }
  }

  /** Numbers alone are a slice of the field; with anything else it is the expression. */
  private static boolean isSlice(BsonValue argument) {
    if (argument.isArray()) {
      return argument.asArray().size() == 2
          && Numbers.isNumber(argument.asArray().get(0))
          && Numbers.isNumber(argument.asArray().get(1));
    }
    return Numbers.isNumber(argument);
  }

  private void slice(FieldPath path, BsonValue argument) {
    if (!argument.isArray()) {
      int count = Numbers.truncatedInt(argument);
      tree.add(
          path,
          count < 0
              ? new Slice(Math.max(count, -Integer.MAX_VALUE), Integer.MAX_VALUE)
              : new Slice(0, count));
      return;
    }
    int skip = Numbers.truncatedInt(argument.asArray().get(0));
    int limit = Numbers.truncatedInt(argument.asArray().get(1));
    if (limit <= 0) {
      throw new ServerException(
          ErrorCode.location(28724),
          "First argument to $slice must be an array, but is of type: int");
    }
    tree.add(path, new Slice(Math.max(skip, -Integer.MAX_VALUE), limit));
  }

  private void elemMatch(FieldPath path, BsonValue argument) {
    if (!argument.isDocument()) {
      throw new ServerException(
          ErrorCode.location(31274),
          "elemMatch: Invalid argument, object required, but got " + argument.getBsonType());
    }
    if (hasPositional) {
      throw new ServerException(
          ErrorCode.location(31255), "Cannot specify positional operator and $elemMatch.");
    }
    if (path.size() > 1) {
      throw new ServerException(
          ErrorCode.location(31275), "Cannot use $elemMatch projection on a nested field.");
    }
    hasElemMatch = true;
    BsonDocument condition = argument.asDocument();
    if (condition.containsKey("$jsonSchema")) {
      throw new ServerException(
          new ErrorCode(224, "QueryFeatureNotAllowed"),
          "$jsonSchema is not allowed in this context");
    }
    BsonDocument wrapped = new BsonDocument("", new BsonDocument("$elemMatch", condition));
    tree.add(path, new FirstMatch(DistanceOrder.refused(scope.filter(wrapped)), condition));
  }

  private void positional(String path, BsonValue value) {
    if (!isFind) {
      throw new ServerException(
          ErrorCode.location(31324), "Cannot use positional projection in aggregation projection");
    }
    if (hasPositional) {
      throw new ServerException(
          ErrorCode.location(31276),
          "Cannot specify more than one positional projection per query.");
    }
    if (hasElemMatch) {
      throw new ServerException(
          ErrorCode.location(31256), "Cannot specify positional operator and $elemMatch.");
    }
    if (!value.isBoolean() && !Numbers.isNumber(value)) {
      throw new ServerException(
          ErrorCode.location(value.isDocument() ? 31271 : 31308),
          "positional projection must have a value of 1 or true");
    }
    // A path that is nothing but "$" is refused as any name with a dollar is.
    FieldPath array =
        FieldPath.parse(path.length() == 1 ? path : path.substring(0, path.length() - 2));
    if (!Truth.of(value)) {
      throw new ServerException(
          ErrorCode.location(31395), "positional projection cannot be used with exclusion");
    }
    require(ProjectionMode.INCLUSION, array);
    hasPositional = true;
    tree.add(array, new Include(true));
  }
}
