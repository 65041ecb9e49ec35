package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Predicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a filter may search for words. Threads: immutable. */
final class TextRules {
  private TextRules() {}

  /**
   * @throws ServerException 2 BadValue where it does so more than once, under a negation, or beside
   *     the order of a distance
   */
  static void check(Predicate filter) {
    int searches = filter.isPlain() ? 0 : count(filter);
    if (searches > 1) {
      throw new ServerException(ErrorCode.BAD_VALUE, "Too many text expressions");
    }
    if (searches > 0 && isNear(filter)) {
      throw new ServerException(ErrorCode.BAD_VALUE, "text and geoNear not allowed in same query");
    }
  }

  /** Whether a filter searches for words. */
  static boolean searches(Predicate filter) {
    return !filter.isPlain() && count(filter) > 0;
  }

  /**
   * @throws ServerException 27 where a filter searches for words and there is no collection
   */
  static void require(@Nullable CollectionEntry entry, Predicate filter) {
    if (entry == null && searches(filter)) {
      throw new ServerException(
          ErrorCode.INDEX_NOT_FOUND, "text index required for $text query (no such collection)");
    }
  }

  private static int count(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Text _ -> 1;
      case Predicate.And and -> count(and.branches());
      case Predicate.Or or -> count(or.branches());
      case Predicate.Nor nor -> refuse(count(nor.branches()), "nor");
      case Predicate.Not not -> refuse(count(not.branch()), "not");
      case Predicate.ElementObject element -> refuse(count(element.branch()), "$elemMatch");
      case Predicate.ElementValue element -> refuse(count(element.branches()), "$elemMatch");
      case Predicate.Path _, Predicate.Near _, Predicate.Opaque _ -> 0;
    };
  }

  private static int count(List<Predicate> branches) {
    int sum = 0;
    for (Predicate branch : branches) {
      sum += count(branch);
    }
    return sum;
  }

  private static int refuse(int searches, String holder) {
    if (searches > 0) {
      throw new ServerException(ErrorCode.BAD_VALUE, "text expression not allowed in " + holder);
    }
    return 0;
  }

  private static boolean isNear(Predicate predicate) {
    return predicate instanceof Predicate.Near
        || predicate instanceof Predicate.And and
            && and.branches().stream().anyMatch(TextRules::isNear);
  }
}
