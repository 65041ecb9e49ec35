package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The first stages of a {@code $lookup}'s pipeline, which answer the same for every document, or
 * are better run anew for each: where an index finds what the next one asks by the variables.
 * Threads: immutable.
 */
final class SharedStages {
  private SharedStages() {}

  /** Whether it is filters alone that stand before one that an index answers. */
  static boolean areSearched(LookupStage stage, StageContext context) {
    List<Stage> after = stage.pipeline().stages();
    if (after.isEmpty()
        || !(after.getFirst() instanceof MatchStage match)
        || !stage.shared().stages().stream().allMatch(SharedStages::isPlainMatch)) {
      return false;
    }
    CollectionHandle handle = context.operation().catalog().find(stage.from().namespace());
    return handle != null
        && !handle.isView()
        && isIndexed(match.filter().bound(context.scope()).predicate(), handle);
  }

  private static boolean isPlainMatch(Stage stage) {
    return stage instanceof MatchStage match && !match.isSearch();
  }

  private static boolean isIndexed(Predicate predicate, CollectionHandle handle) {
    return switch (predicate) {
      case Predicate.And and ->
          and.branches().stream().anyMatch(branch -> isIndexed(branch, handle));
      case Predicate.Path path -> handle.isIndexed(path.path());
      default -> false;
    };
  }

  /** All stages, those that answer the same as well. */
  static Pipeline whole(LookupStage stage) {
    List<Stage> all = new ArrayList<>(stage.shared().stages());
    all.addAll(stage.pipeline().stages());
    return new Pipeline(all, stage.pipeline().variables(), stage.pipeline().costlyMetadata());
  }
}
