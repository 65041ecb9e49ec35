import dev.meerkat.query.filter.CoreFilters;
import dev.meerkat.spi.query.FilterProvider;
import org.jspecify.annotations.NullMarked;

/** Filters, projections, sorts, updates and expressions: pure functions of documents. */
@NullMarked
module dev.meerkat.query {
  requires transitive dev.meerkat.spi.query;
  requires transitive dev.meerkat.values;

  exports dev.meerkat.query.expression;
  exports dev.meerkat.query;
  exports dev.meerkat.query.filter;
  exports dev.meerkat.query.geo;
  exports dev.meerkat.query.projection;
  exports dev.meerkat.query.sort;
  exports dev.meerkat.query.update;
  exports dev.meerkat.query.validation;

  provides FilterProvider with
      CoreFilters;
  provides dev.meerkat.spi.query.ExpressionProvider with
      dev.meerkat.query.expression.AccumulatorExpressions,
      dev.meerkat.query.expression.ArithmeticExpressions,
      dev.meerkat.query.expression.ArrayExpressions,
      dev.meerkat.query.expression.BitExpressions,
      dev.meerkat.query.expression.BooleanExpressions,
      dev.meerkat.query.expression.ComparisonExpressions,
      dev.meerkat.query.expression.ConditionalExpressions,
      dev.meerkat.query.expression.DateExpressions,
      dev.meerkat.query.expression.ObjectExpressions,
      dev.meerkat.query.expression.SetExpressions,
      dev.meerkat.query.expression.StringExpressions,
      dev.meerkat.query.expression.TimestampExpressions,
      dev.meerkat.query.expression.TrigonometryExpressions,
      dev.meerkat.query.expression.TypeExpressions,
      dev.meerkat.query.expression.VariableExpressions;
}
