package dev.meerkat.query.geo;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What {@code $geoNear} asks of a collection: documents in the order of their distance that match
 * another filter besides. Threads: immutable.
 *
 * @param path the geometries meant, or null for those of the one index that there is for them
 * @param operators what would be written on the path
 */
public record NearestFilter(
    @Nullable FieldPath path, NearQuery query, BsonDocument operators, Filter rest)
    implements Filter {
  @Override
  public boolean matches(DocumentView document, EvaluationScope scope) {
    return rest.matches(document, scope)
        && (path == null || query.measure(path, document.array(), document.offset()) != null);
  }

  @Override
  public Predicate predicate() {
    return new Predicate.And(
        List.of(
            new Predicate.Near(path == null ? "" : path.dotted(), operators), rest.predicate()));
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    dependencies.wholeDocument();
  }
}
