package dev.meerkat.query.update;

import dev.meerkat.query.DistanceOrder;
import dev.meerkat.query.filter.Filters;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $pull}: every element that equals a value, or that a filter matches, goes. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/pull/">$pull</a>
 */
record PullUpdate(String path, BsonValue value, Form form, Filter filter, ValueOrder order)
    implements FieldEdit {

  /** What the argument says of an element. */
  enum Form {
    /** It is a document that matches. */
    DOCUMENT_FILTER,
    /** It satisfies some operators. */
    VALUE_FILTER,
    /** It equals the argument. */
    VALUE
  }

  static PullUpdate parse(String path, BsonValue spec, ParseScope scope) {
    Form form = form(spec);
    Filter filter =
        DistanceOrder.refused(
            scope.filter(
                switch (form) {
                  case DOCUMENT_FILTER -> spec.asDocument();
                  case VALUE_FILTER -> new BsonDocument("", spec);
                  case VALUE -> new BsonDocument();
                }));
    return new PullUpdate(path, spec, form, filter, scope.order());
  }

  private static Form form(BsonValue spec) {
    if (spec.isRegularExpression()) {
      return Form.VALUE_FILTER;
    }
    if (!spec.isDocument()) {
      return Form.VALUE;
    }
    BsonDocument condition = spec.asDocument();
    return Filters.isValueCondition(condition) ? Form.VALUE_FILTER : Form.DOCUMENT_FILTER;
  }

  @Override
  public @Nullable BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    return stored == null
        ? null
        : Culling.without("$pull", path, stored, run, element -> isPulled(element, run));
  }

  private boolean isPulled(BsonValue element, EditRun run) {
    return switch (form) {
      case DOCUMENT_FILTER ->
          element.isDocument()
              && filter.matches(DocumentView.of(element.asDocument()), run.scope());
      case VALUE_FILTER ->
          filter.matches(DocumentView.of(new BsonDocument("", element)), run.scope());
      case VALUE -> order.equal(value, element);
    };
  }

  @Override
  public Absence absence() {
    return Absence.IGNORE;
  }
}
