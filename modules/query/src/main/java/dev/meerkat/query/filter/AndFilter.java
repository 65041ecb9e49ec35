package dev.meerkat.query.filter;

import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $and}, and conditions that stand side by side. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/and/">$and</a>
 */
record AndFilter(ByteFilter[] branches) implements ByteFilter {
  /** Operators on paths in MongoDB's order of kinds. */
  private static final List<String> OPERATORS =
      List.of("$size", "$eq", "$lte", "$lt", "$gt", "$gte", "$regex", "$mod", "$exists", "$in");

  static Filter parse(BsonValue spec, ParseScope scope) {
    return of(Branches.parse("$and", spec, scope));
  }

  /** All of them; one by itself stays as it is, and what is always true is left out. */
  static ByteFilter of(List<? extends Filter> filters) {
    List<ByteFilter> branches = new ArrayList<>(filters.size());
    for (Filter filter : filters) {
      if (!(filter instanceof ConstantFilter constant && constant.value())) {
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

  /**
   * Of several conditions on arrays the last one says which element is meant, in the order in which
   * MongoDB has them: by their kind, and as they are written where they are of one kind.
   */
  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    int best = -1;
    int bestRank = -1;
    for (ByteFilter branch : branches) {
      int rank = rank(branch.predicate());
      if (rank >= bestRank) {
        int position = branch.position(array, documentOffset, scope);
        if (position >= 0) {
          best = position;
          bestRank = rank;
        }
      }
    }
    return best;
  }

  private static int rank(Predicate predicate) {
    return switch (predicate) {
      case Predicate.And _ -> 0;
      case Predicate.Or _ -> 1;
      case Predicate.ElementObject _ -> 2;
      case Predicate.ElementValue _ -> 3;
      case Predicate.Path path -> 4 + Math.max(0, OPERATORS.indexOf(path.operator()));
      case Predicate.Not _ -> 40;
      case Predicate.Nor _ -> 41;
      case Predicate.Opaque _, Predicate.Near _, Predicate.Text _ -> 42;
    };
  }

  @Override
  public Predicate predicate() {
    List<Predicate> all = new ArrayList<>(branches.length);
    for (ByteFilter branch : branches) {
      Predicate predicate = branch.predicate();
      if (predicate instanceof Predicate.And and) {
        all.addAll(and.branches());
      } else {
        all.add(predicate);
      }
    }
    return new Predicate.And(all);
  }

  @Override
  public Filter bound(EvaluationScope scope) {
    ByteFilter[] bound = Branches.bound(branches, scope);
    return Arrays.equals(bound, branches) ? this : of(List.of(bound));
  }

  @Override
  public List<Filter> conjuncts() {
    List<Filter> conjuncts = new ArrayList<>();
    for (ByteFilter branch : branches) {
      conjuncts.addAll(branch.conjuncts());
    }
    return conjuncts;
  }

  @Override
  public @Nullable Filter before(PathOrigin origin) {
    ByteFilter[] old = Branches.before(branches, origin);
    return old == null ? null : new AndFilter(old);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Branches.dependencies(branches, dependencies);
  }
}
