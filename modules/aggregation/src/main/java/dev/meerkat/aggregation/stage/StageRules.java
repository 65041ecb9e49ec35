package dev.meerkat.aggregation.stage;

import dev.meerkat.query.FieldsRead;
import dev.meerkat.query.expression.Randomness;
import dev.meerkat.spi.query.Stage;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What may be done with stages side by side, and what they read. Threads: immutable. */
public final class StageRules {
  private StageRules() {}

  /** One stage that does what both do, or null. */
  public static @Nullable Stage fused(Stage first, Stage second) {
    return first instanceof LookupStage lookup ? lookup.fusedWith(second) : null;
  }

  /** The paths that stages read, or null where that may be whole documents. */
  public static @Nullable Set<String> reads(List<Stage> stages) {
    FieldsRead fields = new FieldsRead();
    for (Stage stage : stages) {
      stage.dependencies(fields);
      if (fields.paths() == null || stage.readsAllItNeeds()) {
        return fields.paths();
      }
    }
    return null;
  }

  /**
   * The filter that lets the same through in front of the stage that is before it, or null where
   * there is none.
   */
  public static @Nullable MatchStage moved(MatchStage match, Stage before) {
    if (!isMovable(match)) {
      return null;
    }
    return switch (before) {
      case SortStage sort -> sort.limit() == 0 ? match : null;
      case ProjectionStage _, UnwindStage _, LookupStage _, GraphLookupStage _ ->
          match.before(before::pathBefore);
      case ReplaceRootStage replacing -> replacing.moved(match);
      case GroupStage group -> GroupKeyRules.moved(match, group, group::pathBefore);
      default -> null;
    };
  }

  /**
   * The filter that lets the same through in front of both stages that are before it, where a
   * projection brings fields of the group's key to the top: {@code {m: "$_id.c"}}.
   */
  public static @Nullable MatchStage moved(MatchStage match, Stage group, Stage projection) {
    return isMovable(match)
            && group instanceof GroupStage grouping
            && projection instanceof ProjectionStage projecting
        ? GroupKeyRules.moved(match, grouping, path -> grouping.pathBefore(path, projecting))
        : null;
  }

  /**
   * The stage before a filter with the filter in its own pipeline, so that the filter itself may
   * pass; null where that is not so.
   */
  public static @Nullable NestingStage taking(MatchStage match, Stage before) {
    return before instanceof UnionWithStage union
            && isMovable(match)
            && !VariableUse.isUsedBy(match)
        ? union.filtered(match)
        : null;
  }

  private static boolean isMovable(MatchStage match) {
    return !match.isSearch() && !Randomness.isIn(match.spec());
  }
}
