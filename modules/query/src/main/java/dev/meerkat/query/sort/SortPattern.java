package dev.meerkat.query.sort;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.FieldPath;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonDocument;

/**
 * What {@code sort} says: paths, each ascending or descending, or a document's metadata. Threads:
 * immutable.
 *
 * @param order the order of values under the collation in force
 * @see <a href="https://www.mongodb.com/docs/manual/reference/method/cursor.sort/">Sort</a>
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public record SortPattern(List<Part> parts, ValueOrder order) {
  public SortPattern {
    parts = List.copyOf(parts);
  }

  /** Parses a sort spec of {@code find} or {@code $sort}, with their errors. */
  public static SortPattern parse(BsonDocument spec, ParseScope scope) {
    throw new UnsupportedOperationException(spec.toJson());
  }

  /** Whether nothing is sorted by. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Extracts what a document is sorted by; the key may be kept when the document is gone. */
  public SortKey key(DocumentView document, EvaluationScope scope) {
    throw new UnsupportedOperationException();
  }

  /** The order of keys that this pattern has extracted. */
  public Comparator<SortKey> keyComparator() {
    throw new UnsupportedOperationException();
  }

  /** Reports the fields that are sorted by. */
  public void dependencies(Dependencies dependencies) {
    throw new UnsupportedOperationException();
  }

  /** The pattern as it is written. */
  public BsonDocument toBson() {
    throw new UnsupportedOperationException();
  }

  /** One component. */
  public sealed interface Part {
    boolean descending();
  }

  /** The values of a path: the least of an array ascending, the greatest descending. */
  public record PathPart(FieldPath path, boolean descending) implements Part {}

  /** A document's metadata, such as {@code textScore}, which sorts descending. */
  public record MetadataPart(String field, String name, boolean descending) implements Part {}
}
