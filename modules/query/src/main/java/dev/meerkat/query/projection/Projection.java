package dev.meerkat.query.projection;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The projection of {@code find} and {@code findAndModify}: which fields of a matching document are
 * answered. It copies bytes; only computed fields become values. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/method/db.collection.find/#projection">
 *     Projection</a>
 */
public final class Projection {
  private final BsonDocument spec;
  private final ProjectionNode.Branch root;
  private final ProjectionMode mode;
  private final @Nullable Filter positionalFilter;

  private Projection(
      BsonDocument spec,
      ProjectionNode.Branch root,
      ProjectionMode mode,
      @Nullable Filter positionalFilter) {
    this.spec = spec;
    this.root = root;
    this.mode = mode;
    this.positionalFilter = positionalFilter;
  }

  /**
   * Parses a projection.
   *
   * @param filter the query that the documents match; the positional {@code $} asks it which
   *     element of an array matched
   */
  public static Projection parse(BsonDocument spec, Filter filter, ParseScope scope) {
    ProjectionParser parser = new ProjectionParser(scope, true);
    ProjectionMode mode = parser.parse(spec);
    return new Projection(
        spec.clone(), parser.tree(), mode, parser.hasPositional() ? filter : null);
  }

  /** Whether a projection says of whole fields that they stay or go, and nothing else. */
  public static boolean isSimple(BsonDocument spec) {
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      boolean isFlag = field.getValue().isBoolean() || field.getValue().isNumber();
      if (!isFlag || field.getKey().indexOf('.') >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether documents pass as they are. */
  public boolean isIdentity() {
    return mode != ProjectionMode.INCLUSION && root.size() == 0;
  }

  /** Whether it says which fields stay, and all others go. */
  public boolean isInclusion() {
    return mode == ProjectionMode.INCLUSION;
  }

  /** Whether it writes anything but whole fields as they are, so that an index cannot cover it. */
  public boolean needsDocument() {
    return mode != ProjectionMode.INCLUSION || positionalFilter != null;
  }

  /** Reports the fields that the projection reads; the whole document for an exclusion. */
  public void dependencies(Dependencies dependencies) {
    if (needsDocument()) {
      dependencies.wholeDocument();
    } else {
      root.fields("", dependencies);
      root.dependencies(dependencies);
    }
  }

  /**
   * Writes the projected fields of a document that has matched the filter.
   *
   * @param out stands inside the document to be written: the root, or a nested one
   */
  public void apply(DocumentView in, EvaluationScope scope, DocumentBuilder out) {
    new ProjectionRun(in, mode, positionalFilter, scope, out).run(root);
  }

  /** The projection as {@code explain} shows it. */
  public BsonDocument describe() {
    return spec.clone();
  }
}
