package dev.meerkat.query.filter;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.values.FieldPath;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Filters for those who make or ask them without a parser. Threads: immutable. */
public final class Filters {
  /** What every document satisfies. */
  public static final Filter EVERYTHING = all(List.of());

  private Filters() {}

  /** Both filters; what is always true is left out. */
  public static Filter both(Filter first, Filter second) {
    return AndFilter.of(List.of(first, second));
  }

  /** One of two filters. */
  public static Filter either(Filter first, Filter second) {
    return OrFilter.of(List.of(first, second));
  }

  /** What documents satisfy that have no document in a field of theirs. */
  public static Filter noDocument(String field) {
    // An array is of the types of its elements, too.
    return either(TypeFilter.of(field, "array"), new NotFilter(TypeFilter.of(field, "object")));
  }

  /** All of them; of none: everything. */
  public static Filter all(List<Filter> filters) {
    return AndFilter.of(filters);
  }

  /**
   * What {@code {path: {$eq: value}}} is for one of several values.
   *
   * @param values one or more
   */
  public static Filter equalToAny(FieldPath path, List<BsonValue> values, ValueOrder order) {
    if (values.size() == 1) {
      return ComparisonFilter.equality(path, values.getFirst(), order);
    }
    return new OrFilter(
        values.stream()
            .map(value -> ComparisonFilter.equality(path, value, order))
            .toArray(ByteFilter[]::new));
  }

  /**
   * Which element of an array made a document match, for the positional {@code $}: its index in the
   * outermost array on the path, or -1 where the filter has no condition on an array.
   *
   * @param document one that matches
   */
  public static int matchedPosition(Filter filter, DocumentView document, EvaluationScope scope) {
    return filter instanceof ByteFilter bytes
        ? bytes.position(document.array(), document.offset(), scope)
        : -1;
  }

  /**
   * Whether a condition consists of operators on a value, such as {@code {$gt: 1}}, and not of
   * fields or of logical operators over fields.
   */
  public static boolean isValueCondition(BsonDocument condition) {
    return OperatorDocuments.isOperatorDocument(condition)
        && !NestedFilters.isTopLevel(condition.getFirstKey());
  }
}
