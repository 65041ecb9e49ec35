package dev.meerkat.engine.index;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.spi.index.Nearest;
import dev.meerkat.spi.index.WordSearch;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An index of those documents only that match a filter. Threads: immutable.
 *
 * @param scopes makes the scope in which the filter is evaluated; it has no variables
 * @see <a href="https://www.mongodb.com/docs/manual/core/index-partial/">Partial indexes</a>
 */
public record PartialIndex(CompiledIndex index, Filter filter, Supplier<EvaluationScope> scopes)
    implements CompiledIndex {

  @Override
  public void keys(DocumentView document, KeySink sink) {
    if (filter.matches(document, scopes.get())) {
      index.keys(document, sink);
    }
  }

  @Override
  public @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey) {
    return index.bounds(component, predicate, multikey);
  }

  @Override
  public boolean holdsAll(List<Predicate> conjuncts) {
    return index.holdsAll(conjuncts);
  }

  @Override
  public boolean knowsDistances(int component) {
    return index.knowsDistances(component);
  }

  @Override
  public @Nullable Nearest nearest(int component, Predicate.Near predicate) {
    return index.nearest(component, predicate);
  }

  @Override
  public @Nullable WordSearch search(Predicate.Text predicate) {
    return index.search(predicate);
  }

  @Override
  public boolean keepsValueOrder(int component) {
    return index.keepsValueOrder(component);
  }

  @Override
  public @Nullable BsonDocument keyLayout() {
    return index.keyLayout();
  }

  @Override
  public @Nullable List<IndexView> views(
      Collection<String> paths, java.util.function.Predicate<String> arrays) {
    return index.views(paths, arrays);
  }

  /** Whether every document that satisfies all of {@code conjuncts} is for certain in the index. */
  boolean covers(List<Predicate> conjuncts) {
    return isImplied(filter.predicate(), conjuncts);
  }

  private static boolean isImplied(Predicate wanted, List<Predicate> conjuncts) {
    if (wanted instanceof Predicate.And and) {
      return and.branches().stream().allMatch(branch -> isImplied(branch, conjuncts));
    }
    return conjuncts.stream().anyMatch(given -> implies(given, wanted))
        || wanted instanceof Predicate.Or or
            && or.branches().stream().anyMatch(branch -> isImplied(branch, conjuncts));
  }

  private static boolean implies(Predicate given, Predicate wanted) {
    if (given.equals(wanted)) {
      return true;
    }
    return switch (given) {
      case Predicate.And and -> isImplied(wanted, and.branches());
      case Predicate.Or or ->
          or.branches().stream().allMatch(branch -> isImplied(wanted, List.of(branch)));
      case Predicate.Path path when isIn(path) ->
          path.operand().asArray().stream()
              .allMatch(value -> isImplied(wanted, List.of(equality(path, value))));
      case Predicate.Path path -> wanted instanceof Predicate.Path leaf && implies(path, leaf);
      default -> false;
    };
  }

  private static boolean isIn(Predicate.Path path) {
    return path.operator().equals("$in") && path.operand().isArray();
  }

  private static Predicate.Path equality(Predicate.Path in, BsonValue value) {
    return new Predicate.Path(in.path(), "$eq", value, in.order());
  }

  /** Whether what satisfies {@code given} satisfies {@code wanted}. */
  private static boolean implies(Predicate.Path given, Predicate.Path wanted) {
    if (!given.path().equals(wanted.path()) || !given.order().equals(wanted.order())) {
      return false;
    }
    if (given.operator().equals(wanted.operator())
        && given.order().equal(given.operand(), wanted.operand())) {
      return true;
    }
    if (wanted.operator().equals("$exists")) {
      return wanted.operand().equals(BsonBoolean.TRUE) && provesExistence(given);
    }
    if (isIn(wanted)) {
      return wanted.operand().asArray().stream()
          .anyMatch(value -> implies(given, equality(wanted, value)));
    }
    int order = given.order().compare(given.operand(), wanted.operand());
    boolean sameType = sameType(given.operand(), wanted.operand());
    return switch (wanted.operator()) {
      case "$gt" ->
          sameType
              && (isOneOf(given, "$gt") && order >= 0
                  || isOneOf(given, "$gte", "$eq") && order > 0);
      case "$gte" -> sameType && isOneOf(given, "$gt", "$gte", "$eq") && order >= 0;
      case "$lt" ->
          sameType
              && (isOneOf(given, "$lt") && order <= 0
                  || isOneOf(given, "$lte", "$eq") && order < 0);
      case "$lte" -> sameType && isOneOf(given, "$lt", "$lte", "$eq") && order <= 0;
      default -> false;
    };
  }

  private static boolean provesExistence(Predicate.Path given) {
    return isOneOf(given, "$eq", "$gt", "$gte", "$lt", "$lte")
        && !given.operand().isNull()
        && !given.operand().isArray();
  }

  private static boolean isOneOf(Predicate.Path given, String... operators) {
    return List.of(operators).contains(given.operator());
  }

  private static boolean sameType(BsonValue a, BsonValue b) {
    return a.isNumber() && b.isNumber() || a.getBsonType() == b.getBsonType();
  }
}
