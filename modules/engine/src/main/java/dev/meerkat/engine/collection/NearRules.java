package dev.meerkat.engine.collection;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Predicate;
import java.util.List;
import java.util.Set;

/** Where a filter may ask for the order of a distance. Threads: immutable. */
final class NearRules {
  /** What is known of documents that are answered in the order of their distance. */
  static final Set<String> METADATA = Set.of("geoNearDistance", "geoNearPoint");

  private NearRules() {}

  /** Whether a filter asks for the order of a distance. */
  static boolean asks(Predicate filter) {
    return !filter.isPlain() && atTop(filter) > 0;
  }

  /**
   * @throws ServerException 2 BadValue where it does so more than once, or not at the top
   */
  static void check(Predicate filter) {
    if (!filter.isPlain() && atTop(filter) > 1) {
      throw new ServerException(ErrorCode.BAD_VALUE, "Too many geoNear expressions");
    }
  }

  private static int atTop(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Near _ -> 1;
      case Predicate.And and -> {
        int sum = 0;
        for (Predicate branch : and.branches()) {
          sum += atTop(branch);
        }
        yield sum;
      }
      default -> {
        refuseWithin(predicate);
        yield 0;
      }
    };
  }

  private static void refuseWithin(Predicate predicate) {
    switch (predicate) {
      case Predicate.Near _ ->
          throw new ServerException(ErrorCode.BAD_VALUE, "geoNear must be top-level expr");
      case Predicate.And and -> refuseWithin(and.branches());
      case Predicate.Or or -> refuseWithin(or.branches());
      case Predicate.Nor nor -> refuseWithin(nor.branches());
      case Predicate.Not not -> refuseWithin(not.branch());
      case Predicate.ElementObject element -> refuseWithin(element.branch());
      case Predicate.ElementValue element -> refuseWithin(element.branches());
      case Predicate.Path _, Predicate.Text _, Predicate.Opaque _ -> {}
    }
  }

  private static void refuseWithin(List<Predicate> branches) {
    branches.forEach(NearRules::refuseWithin);
  }
}
