package dev.meerkat.query.projection;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonDocument;

/**
 * The projection of {@code find} and {@code findAndModify}: which fields of a matching document are
 * answered. It copies bytes; only computed fields become values. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/method/db.collection.find/#projection">
 *     Projection</a>
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class Projection {
  private Projection() {}

  /**
   * Parses a projection.
   *
   * @param filter the query that the documents match; the positional {@code $} asks it which
   *     element of an array matched
   */
  public static Projection parse(BsonDocument spec, Filter filter, ParseScope scope) {
    throw new UnsupportedOperationException(spec.toJson());
  }

  /** Whether documents pass as they are. */
  public boolean isIdentity() {
    throw new UnsupportedOperationException();
  }

  /** Reports the fields that the projection reads; the whole document for an exclusion. */
  public void dependencies(Dependencies dependencies) {
    throw new UnsupportedOperationException();
  }

  /** Whether a document's metadata of this name is read: {@code textScore}, {@code sortKey}, …. */
  public boolean readsMetadata(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes the projected fields of a document that has matched the filter.
   *
   * @param out stands inside the document to be written: the root, or a nested one
   */
  public void apply(DocumentView in, EvaluationScope scope, DocumentBuilder out) {
    throw new UnsupportedOperationException();
  }

  /** The projection as {@code explain} shows it. */
  public BsonDocument describe() {
    throw new UnsupportedOperationException();
  }
}
