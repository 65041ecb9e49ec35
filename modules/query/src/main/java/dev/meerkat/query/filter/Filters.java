package dev.meerkat.query.filter;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import org.bson.BsonDocument;

/** What projections and updates ask of a filter. Threads: immutable. */
public final class Filters {
  private Filters() {}

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
