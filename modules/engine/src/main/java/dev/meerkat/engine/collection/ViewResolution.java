package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What a view stands for: the collection beneath all views, and the stages that make it of that.
 * Threads: immutable.
 *
 * @param base the collection, which may not exist
 * @param pipeline of all views, innermost first
 * @param collation of the view, or null for simple comparison
 * @see <a href="https://www.mongodb.com/docs/manual/core/views/">Views</a>
 */
public record ViewResolution(Namespace base, BsonArray pipeline, @Nullable BsonDocument collation) {
  private static final int MAX_DEPTH = 20;

  /**
   * Follows a view down to its collection.
   *
   * @throws ServerException 165 where views are stacked too deep, as those that lead to themselves
   */
  public static ViewResolution of(CatalogSnapshot catalog, CollectionEntry view) {
    BsonArray pipeline = new BsonArray();
    CollectionEntry entry = view;
    Namespace base = view.namespace();
    for (int depth = 0; entry != null && entry.isView(); depth++) {
      if (depth >= MAX_DEPTH) {
        throw new ServerException(
            ErrorCode.VIEW_DEPTH_LIMIT_EXCEEDED,
            "View depth too deep; exceeded maximum depth of " + MAX_DEPTH);
      }
      pipeline.addAll(0, entry.options().pipeline());
      base = new Namespace(base.database(), String.valueOf(entry.options().viewOn()));
      entry = catalog.find(base);
    }
    return new ViewResolution(base, pipeline, view.options().collation());
  }
}
