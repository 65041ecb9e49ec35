package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.query.PathOrigin;
import dev.meerkat.spi.query.Predicate;
import java.util.List;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Which filters of a group's key hold for all documents of a group or for none, so that they may
 * stand before the {@code $group}. A key is that of the group's first document, and those of the
 * others are only equal to it: {@code 1} and {@code 1.0}, {@code "a"} and {@code "A"} under a
 * collation, null and missing. What tells those apart stays behind. Threads: immutable.
 */
final class GroupKeyRules {
  private GroupKeyRules() {}

  static @Nullable MatchStage moved(MatchStage match, GroupStage group, PathOrigin origin) {
    return isSameForEqualKeys(match.filter().predicate(), group) ? match.before(origin) : null;
  }

  private static boolean isSameForEqualKeys(Predicate predicate, GroupStage group) {
    return switch (predicate) {
      case Predicate.And(List<Predicate> branches) -> areSame(branches, group);
      case Predicate.Or(List<Predicate> branches) -> areSame(branches, group);
      case Predicate.Nor(List<Predicate> branches) -> areSame(branches, group);
      case Predicate.Not(Predicate branch) -> isSameForEqualKeys(branch, group);
      case Predicate.Path path -> isSame(path, group);
      case Predicate.ElementObject _,
          Predicate.ElementValue _,
          Predicate.Near _,
          Predicate.Text _,
          Predicate.Opaque _ ->
          false;
    };
  }

  private static boolean areSame(List<Predicate> branches, GroupStage group) {
    for (Predicate branch : branches) {
      if (!isSameForEqualKeys(branch, group)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(Predicate.Path path, GroupStage group) {
    return switch (path.operator()) {
      case "$eq", "$lt", "$lte", "$gt", "$gte", "$size" -> true;
      case "$in" -> path.operand().asArray().stream().noneMatch(BsonValue::isRegularExpression);
      // A key that is one value is null where that is missing; the fields of others are missing.
      case "$exists" -> group.hasCompoundKey();
      default -> false;
    };
  }
}
