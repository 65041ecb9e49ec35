package dev.meerkat.aggregation.stage;

import dev.meerkat.aggregation.accumulator.OneDocument;
import dev.meerkat.query.expression.FieldPathExpression;
import dev.meerkat.query.expression.LiteralExpression;
import dev.meerkat.query.expression.RootExpression;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.query.Accumulator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code $group} asks for that one document of each group answers. Threads: immutable.
 *
 * @param path whose values make the groups
 * @param sort the order of which the first or the last document is wanted, or null where any is
 * @param isLast whether it is the last one
 */
public record GroupFirsts(String path, @Nullable SortPattern sort, boolean isLast) {
  /**
   * Null where documents of a group must be looked at that are not its first or last one.
   *
   * @param sort the order in which documents come, or null for any
   */
  static @Nullable GroupFirsts of(GroupStage group, @Nullable SortPattern sort) {
    if (!(group.id() instanceof FieldPathExpression id)) {
      return null;
    }
    SortPattern order = sort;
    boolean isLast = false;
    boolean isFirst = true;
    for (Accumulator accumulator : group.accumulators()) {
      if (!(accumulator instanceof OneDocument one) || !one.isOneDocument() || mayFail(one)) {
        return null;
      }
      SortPattern own = one.sort();
      SortPattern wanted = own == null ? sort : own;
      // Who brings an order of its own takes none of another stage.
      if (wanted == null || own != null && sort != null) {
        return null;
      }
      if (!isFirst && (isLast != one.isLast() || !wanted.equals(order))) {
        return null;
      }
      order = wanted;
      isLast = one.isLast();
      isFirst = false;
    }
    return new GroupFirsts(id.path().dotted(), order, isLast);
  }

  /** What fails for another document fails for the group, though its value is not wanted. */
  private static boolean mayFail(OneDocument accumulator) {
    return switch (accumulator.wanted()) {
      case FieldPathExpression _, LiteralExpression _, RootExpression _ -> false;
      default -> true;
    };
  }
}
