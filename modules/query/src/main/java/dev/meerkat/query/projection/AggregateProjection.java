package dev.meerkat.query.projection;

import dev.meerkat.query.expression.FieldPathExpression;
import dev.meerkat.query.projection.ProjectionNode.Computed;
import dev.meerkat.query.projection.ProjectionNode.Exclude;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.FieldPath;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $project}, {@code $addFields} and {@code $unset} do to a document. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/project/">
 *     $project</a>
 */
public final class AggregateProjection {
  private final ProjectionNode.Branch root;
  private final ProjectionMode mode;

  private AggregateProjection(ProjectionNode.Branch root, ProjectionMode mode) {
    this.root = root;
    this.mode = mode;
  }

  /** Parses {@code $project}'s argument. */
  public static AggregateProjection project(BsonValue spec, ParseScope scope) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.location(15969), "$project specification must be an object");
    }
    if (spec.asDocument().isEmpty()) {
      throw new ServerException(
          ErrorCode.location(51272),
          "Invalid $project :: caused by :: projection specification must have at least one field");
    }
    ProjectionParser parser = new ProjectionParser(scope, false);
    ProjectionMode mode = parser.parse(spec.asDocument());
    return new AggregateProjection(parser.tree(), mode);
  }

  /**
   * Parses the argument of {@code $addFields} or {@code $set}.
   *
   * @param stage the name for errors
   */
  public static AggregateProjection addFields(String stage, BsonValue spec, ParseScope scope) {
    if (!spec.isDocument()) {
      throw new ServerException(
          ErrorCode.location(40272), stage + " specification stage must be an object");
    }
    ProjectionTree tree = new ProjectionTree();
    for (Map.Entry<String, BsonValue> field : spec.asDocument().entrySet()) {
      addField(FieldPath.parse(field.getKey()), field.getValue(), scope, tree);
    }
    return new AggregateProjection(tree.build(), ProjectionMode.ADDITION);
  }

  /** Puts the value of each expression at its path, as {@code $addFields} does. */
  public static AggregateProjection computed(Map<FieldPath, Expression> fields) {
    ProjectionTree tree = new ProjectionTree();
    fields.forEach((path, expression) -> tree.add(path, new Computed(expression)));
    return new AggregateProjection(tree.build(), ProjectionMode.ADDITION);
  }

  /** Whether documents keep what the projection does not name. */
  public boolean needsDocument() {
    return mode != ProjectionMode.INCLUSION;
  }

  private static void addField(
      FieldPath path, BsonValue value, ParseScope scope, ProjectionTree tree) {
    if (!value.isDocument() || isExpression(value.asDocument())) {
      addComputed(path, new Computed(scope.expression(value)), tree);
      return;
    }
    BsonDocument fields = value.asDocument();
    if (fields.isEmpty()) {
      addComputed(path, new Computed(scope.expression(value)), tree);
      return;
    }
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      if (field.getKey().startsWith("$")) {
        throw new ServerException(
            ErrorCode.location(40182), "field names may not start with '$': " + field.getKey());
      }
      if (field.getKey().indexOf('.') >= 0) {
        throw new ServerException(
            ErrorCode.location(40183),
            "cannot use dotted field name '" + field.getKey() + "' in a sub object");
      }
      FieldPath.requireFieldName(field.getKey());
      addField(path.child(field.getKey()), field.getValue(), scope, tree);
    }
  }

  private static boolean isExpression(BsonDocument value) {
    if (value.isEmpty() || !value.getFirstKey().startsWith("$")) {
      return false;
    }
    if (value.size() > 1) {
      throw new ServerException(
          ErrorCode.location(40181), "an expression specification must contain exactly one field");
    }
    return true;
  }

  private static void addComputed(FieldPath path, Computed computed, ProjectionTree tree) {
    try {
      tree.add(path, computed);
    } catch (ServerException e) {
      // The same collision has a number of its own here.
      throw new ServerException(ErrorCode.location(40176), e.text());
    }
  }

  /** Parses {@code $unset}'s argument: a path or an array of paths. */
  public static AggregateProjection unset(BsonValue spec, ParseScope scope) {
    if (!spec.isString() && !spec.isArray()) {
      throw new ServerException(
          ErrorCode.location(31002), "$unset specification must be a string or an array");
    }
    List<BsonValue> paths = spec.isArray() ? spec.asArray() : List.of(spec);
    if (paths.isEmpty()) {
      throw new ServerException(
          ErrorCode.location(31119),
          "$unset specification must be a string or an array with at least one field");
    }
    ProjectionTree tree = new ProjectionTree();
    for (BsonValue path : paths) {
      if (!path.isString()) {
        throw new ServerException(
            ErrorCode.location(31120),
            "$unset specification must be a string or an array containing only string values");
      }
      String text = path.asString().getValue();
      if (text.indexOf('\0') >= 0) {
        throw new ServerException(
            ErrorCode.location(9527900), "$unset field names may not contain null bytes");
      }
      tree.add(FieldPath.parse(text), new Exclude());
    }
    return new AggregateProjection(tree.build(), ProjectionMode.EXCLUSION);
  }

  /** Writes the projected fields of a document. */
  public void apply(DocumentView in, EvaluationScope scope, DocumentBuilder out) {
    new ProjectionRun(in, mode, null, scope, out).run(root);
  }

  /** Whether it says which fields stay, and all others go. */
  public boolean isInclusion() {
    return mode == ProjectionMode.INCLUSION;
  }

  /** Whether it can change a top-level field. */
  public boolean mayTouch(String field) {
    ProjectionNode node = root.child(field);
    return mode == ProjectionMode.INCLUSION
        ? !(node instanceof ProjectionNode.Include)
        : node != null;
  }

  /**
   * The path that a path behind the projection has been before it, or null where its values are
   * made or gone. A field that is computed as {@code "$a"} is {@code a}; {@code "$a.b"} is not
   * {@code a.b}, as it is an array where {@code a} is one.
   */
  public @Nullable String pathBefore(String path) {
    int dot = path.indexOf('.');
    String field = dot < 0 ? path : path.substring(0, dot);
    if (!mayTouch(field)) {
      return path;
    }
    FieldPath source = sourceOf(field);
    return source == null || source.size() > 1
        ? null
        : source.dotted() + path.substring(field.length());
  }

  /** The path that a top-level field is computed as and nothing else, or null. */
  public @Nullable FieldPath sourceOf(String field) {
    return root.child(field) instanceof Computed(FieldPathExpression(FieldPath path)) ? path : null;
  }

  /** Reports the fields and variables that it reads; the whole document where fields pass. */
  public void dependencies(Dependencies dependencies) {
    if (mode == ProjectionMode.INCLUSION) {
      root.fields("", dependencies);
      root.dependencies(dependencies);
    } else {
      dependencies.wholeDocument();
    }
  }

  /** The argument in normal form, as {@code explain} shows it. */
  public BsonDocument describe() {
    return root.describe();
  }
}
