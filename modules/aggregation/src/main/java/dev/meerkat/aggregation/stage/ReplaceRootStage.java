package dev.meerkat.aggregation.stage;

import dev.meerkat.query.expression.FieldPathExpression;
import dev.meerkat.query.filter.Filters;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Replaces each document by one that an expression makes. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/replaceRoot/">$replaceRoot</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/replaceWith/">$replaceWith</a>
 */
record ReplaceRootStage(String name, Expression newRoot) implements Stage {
  static Stage parseRoot(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument fields)) {
      throw Documents.error(40229, "expected an object as specification for $replaceRoot stage");
    }
    for (String field : fields.keySet()) {
      if (!field.equals("newRoot")) {
        throw new ServerException(
            ErrorCode.IDL_UNKNOWN_FIELD,
            "BSON field '$replaceRoot." + field + "' is an unknown field.");
      }
    }
    BsonValue newRoot = fields.get("newRoot");
    if (newRoot == null) {
      throw new ServerException(
          ErrorCode.IDL_MISSING_FIELD,
          "BSON field '$replaceRoot.newRoot' is missing but a required field");
    }
    return new ReplaceRootStage("$replaceRoot", scope.expression(newRoot));
  }

  static Stage parseWith(BsonValue spec, ParseScope scope) {
    return new ReplaceRootStage("$replaceWith", scope.expression(spec));
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.ONE_TO_ONE)
        .alsoIn(StageTraits.Place.UPDATE)
        .alsoIn(StageTraits.Place.CHANGE_STREAM);
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new TransformCursor(input, document -> replace(document, context));
  }

  private DocumentView replace(DocumentView document, StageContext context) {
    BsonValue value = newRoot.evaluate(document, context.scope());
    if (!(value instanceof BsonDocument root)) {
      String type = value == null ? "missing" : value.getBsonType().name();
      throw Documents.error(
          40228,
          "'newRoot' expression must evaluate to an object, but resulting value was of type: "
              + type);
    }
    return DocumentView.of(root);
  }

  /**
   * The filter that, in front, lets the same documents through and those that the stage refuses;
   * null where there is none. An expression may fail for what is refused here, and a path of
   * several fields may lead through arrays, where a filter finds other values than an expression.
   */
  @Nullable MatchStage moved(MatchStage match) {
    if (!(newRoot instanceof FieldPathExpression(FieldPath root))
        || root.size() > 1
        || match.hasExpression()) {
      return null;
    }
    MatchStage moved = match.before(path -> root.dotted() + "." + path);
    return moved == null ? null : moved.or(Filters.noDocument(root.dotted()));
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    newRoot.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$replaceRoot", new BsonDocument("newRoot", newRoot.describe()));
  }
}
