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
    // A key that is one value is null where that is missing; the fields of others are missing.
    boolean tellsMissing = group.hasCompoundKey();
    return isSame(match.filter().predicate(), tellsMissing) ? match.before(origin) : null;
  }

  /**
   * Whether a predicate holds for all values that are equal, or for none.
   *
   * @param tellsMissing whether what is missing is equal to nothing else
   */
  private static boolean isSame(Predicate predicate, boolean tellsMissing) {
    return switch (predicate) {
      case Predicate.And(List<Predicate> branches) -> areSame(branches, tellsMissing);
      case Predicate.Or(List<Predicate> branches) -> areSame(branches, tellsMissing);
      case Predicate.Nor(List<Predicate> branches) -> areSame(branches, tellsMissing);
      case Predicate.Not(Predicate branch) -> isSame(branch, tellsMissing);
      case Predicate.Path path -> isSame(path.operator(), path.operand(), tellsMissing);
      // Documents within a value are equal only where they have the same fields.
      case Predicate.ElementObject(_, Predicate branch) -> isSame(branch, true);
      // Its branches may leave out conditions that are written.
      case Predicate.ElementValue element ->
          element.written().entrySet().stream()
              .allMatch(condition -> isSame(condition.getKey(), condition.getValue(), true));
      case Predicate.Near _, Predicate.Text _, Predicate.Opaque _ -> false;
    };
  }

  private static boolean areSame(List<Predicate> branches, boolean tellsMissing) {
    for (Predicate branch : branches) {
      if (!isSame(branch, tellsMissing)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSame(String operator, BsonValue operand, boolean tellsMissing) {
    return switch (operator) {
      case "$eq", "$lt", "$lte", "$gt", "$gte", "$size", "$mod" -> true;
      case "$in" -> operand.asArray().stream().noneMatch(BsonValue::isRegularExpression);
      case "$exists" -> tellsMissing;
      default -> false;
    };
  }
}
