package dev.meerkat.query.filter;

import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;

/**
 * {@code $and}, and conditions that stand side by side. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/and/">$and</a>
 */
record AndFilter(ByteFilter[] branches) implements ByteFilter {

  static Filter parse(BsonValue spec, ParseScope scope) {
    return of(Branches.parse("$and", spec, scope));
  }

  /** All of them; one by itself stays as it is, and what is always true is left out. */
  static ByteFilter of(List<? extends Filter> filters) {
    List<ByteFilter> branches = new ArrayList<>(filters.size());
    for (Filter filter : filters) {
      if (!filter.equals(ConstantFilter.TRUE)) {
        branches.add(ByteFilter.of(filter));
      }
    }
    return switch (branches.size()) {
      case 0 -> ConstantFilter.TRUE;
      case 1 -> branches.getFirst();
      default -> new AndFilter(branches.toArray(ByteFilter[]::new));
    };
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    for (ByteFilter branch : branches) {
      if (!branch.matches(array, documentOffset, scope)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
    for (ByteFilter branch : branches) {
      if (!branch.matchesValue(type, array, offset, scope)) {
        return false;
      }
    }
    return true;
  }

  /** Of several conditions on arrays the first one says which element is meant. */
  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    for (ByteFilter branch : branches) {
      int position = branch.position(array, documentOffset, scope);
      if (position >= 0) {
        return position;
      }
    }
    return -1;
  }

  @Override
  public Predicate predicate() {
    return new Predicate.And(Branches.predicates(branches));
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Branches.dependencies(branches, dependencies);
  }
}
