package dev.meerkat.query;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;

/**
 * Filters that ask for documents in the order of a distance, which only a query of a collection can
 * answer. Threads: immutable.
 */
public final class DistanceOrder {
  private DistanceOrder() {}

  /**
   * Answers a filter that asks for no such order.
   *
   * @throws ServerException 5626500 where it does
   */
  public static Filter refused(Filter filter) {
    if (isAskedFor(filter.predicate())) {
      throw new ServerException(
          ErrorCode.location(5626500),
          "$geoNear, $near, and $nearSphere are not allowed in this context, as these operators"
              + " require sorting geospatial data. If you do not need sort, consider using"
              + " $geoWithin instead.");
    }
    return filter;
  }

  private static boolean isAskedFor(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Near _ -> true;
      case Predicate.And and -> and.branches().stream().anyMatch(DistanceOrder::isAskedFor);
      case Predicate.Or or -> or.branches().stream().anyMatch(DistanceOrder::isAskedFor);
      case Predicate.Nor nor -> nor.branches().stream().anyMatch(DistanceOrder::isAskedFor);
      case Predicate.Not not -> isAskedFor(not.branch());
      case Predicate.ElementObject element -> isAskedFor(element.branch());
      case Predicate.ElementValue element ->
          element.branches().stream().anyMatch(DistanceOrder::isAskedFor);
      case Predicate.Path _, Predicate.Text _, Predicate.Opaque _ -> false;
    };
  }
}
