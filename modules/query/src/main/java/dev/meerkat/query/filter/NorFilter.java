package dev.meerkat.query.filter;

import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import dev.meerkat.spi.query.Predicate;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $nor}: none of several filters. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/nor/">$nor</a>
 */
record NorFilter(ByteFilter[] branches) implements ByteFilter {

  static Filter parse(BsonValue spec, ParseScope scope) {
    return new NorFilter(Branches.parse("$nor", spec, scope).toArray(ByteFilter[]::new));
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    for (ByteFilter branch : branches) {
      if (branch.matches(array, documentOffset, scope)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
    for (ByteFilter branch : branches) {
      if (branch.matchesValue(type, array, offset, scope)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    return -1;
  }

  @Override
  public Predicate predicate() {
    return new Predicate.Nor(Branches.predicates(branches));
  }

  @Override
  public Filter bound(EvaluationScope scope) {
    return new NorFilter(Branches.bound(branches, scope));
  }

  @Override
  public @Nullable Filter before(PathOrigin origin) {
    ByteFilter[] old = Branches.before(branches, origin);
    return old == null ? null : new NorFilter(old);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Branches.dependencies(branches, dependencies);
  }
}
