package dev.meerkat.query.filter;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What the logical operators have in common. Threads: immutable. */
final class Branches {
  private Branches() {}

  static List<ByteFilter> parse(String name, BsonValue spec, ParseScope scope) {
    if (!spec.isArray()) {
      throw new ServerException(ErrorCode.BAD_VALUE, name + " argument must be an array");
    }
    if (spec.asArray().isEmpty()) {
      throw new ServerException(ErrorCode.BAD_VALUE, name + " argument must be a non-empty array");
    }
    List<ByteFilter> branches = new ArrayList<>(spec.asArray().size());
    for (BsonValue branch : spec.asArray()) {
      if (!branch.isDocument()) {
        throw new ServerException(
            ErrorCode.BAD_VALUE, name + " argument's entries must be objects");
      }
      branches.add(ByteFilter.of(scope.filter(branch.asDocument())));
    }
    return branches;
  }

  static List<Predicate> predicates(ByteFilter[] branches) {
    List<Predicate> predicates = new ArrayList<>(branches.length);
    for (ByteFilter branch : branches) {
      predicates.add(branch.predicate());
    }
    return predicates;
  }

  /** The branches as they are for a run; the same array where nothing is to be told anew. */
  @SuppressWarnings("ReferenceEquality") // a filter that has nothing to tell answers itself
  static ByteFilter[] bound(ByteFilter[] branches, EvaluationScope scope) {
    ByteFilter[] bound = branches;
    for (int i = 0; i < branches.length; i++) {
      Filter branch = branches[i].bound(scope);
      if (branch != branches[i]) {
        bound = bound == branches ? branches.clone() : bound;
        bound[i] = ByteFilter.of(branch);
      }
    }
    return bound;
  }

  /** The branches as they are before a stage, or null where one of them is not known. */
  static ByteFilter @Nullable [] before(ByteFilter[] branches, PathOrigin origin) {
    ByteFilter[] old = new ByteFilter[branches.length];
    for (int i = 0; i < branches.length; i++) {
      Filter branch = branches[i].before(origin);
      if (branch == null) {
        return null;
      }
      old[i] = ByteFilter.of(branch);
    }
    return old;
  }

  static void dependencies(ByteFilter[] branches, Dependencies dependencies) {
    for (ByteFilter branch : branches) {
      branch.dependencies(dependencies);
    }
  }
}
