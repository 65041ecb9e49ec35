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
 * {@code $or}: one of several filters. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/or/">$or</a>
 */
record OrFilter(ByteFilter[] branches) implements ByteFilter {

  static Filter parse(BsonValue spec, ParseScope scope) {
    ByteFilter[] branches = Branches.parse("$or", spec, scope).toArray(ByteFilter[]::new);
    return branches.length == 1 ? branches[0] : new OrFilter(branches);
  }

  /** One of them; what is a choice itself is one of the same. */
  static ByteFilter of(List<Filter> filters) {
    List<ByteFilter> branches = new ArrayList<>();
    for (Filter filter : filters) {
      if (filter instanceof OrFilter(ByteFilter[] inner)) {
        branches.addAll(Arrays.asList(inner));
      } else {
        branches.add(ByteFilter.of(filter));
      }
    }
    return branches.size() == 1
        ? branches.getFirst()
        : new OrFilter(branches.toArray(ByteFilter[]::new));
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    for (ByteFilter branch : branches) {
      if (branch.matches(array, documentOffset, scope)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
    for (ByteFilter branch : branches) {
      if (branch.matchesValue(type, array, offset, scope)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    for (ByteFilter branch : branches) {
      if (branch.matches(array, documentOffset, scope)) {
        return branch.position(array, documentOffset, scope);
      }
    }
    return -1;
  }

  @Override
  public Predicate predicate() {
    return new Predicate.Or(Branches.predicates(branches));
  }

  @Override
  public Filter bound(EvaluationScope scope) {
    List<ByteFilter> open = new ArrayList<>(branches.length);
    for (ByteFilter branch : Branches.bound(branches, scope)) {
      if (branch.equals(ConstantFilter.TRUE)) {
        return ConstantFilter.TRUE;
      }
      if (!branch.equals(ConstantFilter.FALSE)) {
        open.add(branch);
      }
    }
    return switch (open.size()) {
      case 0 -> ConstantFilter.FALSE;
      case 1 -> open.getFirst();
      default ->
          open.equals(Arrays.asList(branches))
              ? this
              : new OrFilter(open.toArray(ByteFilter[]::new));
    };
  }

  @Override
  public @Nullable Filter before(PathOrigin origin) {
    ByteFilter[] old = Branches.before(branches, origin);
    return old == null ? null : new OrFilter(old);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Branches.dependencies(branches, dependencies);
  }
}
