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

  /** Whether a filter lets the same through in front of the stage that is before it. */
  public static boolean passes(MatchStage match, Stage before) {
    if (match.isSearch() || Randomness.isIn(match.spec())) {
      return false;
    }
    return switch (before) {
      case SortStage sort -> sort.limit() == 0;
      case ProjectionStage _, UnwindStage _, LookupStage _, GraphLookupStage _ ->
          readsOnlyWhatStays(match, before);
      default -> false;
    };
  }

  private static boolean readsOnlyWhatStays(MatchStage match, Stage before) {
    FieldsRead read = new FieldsRead();
    match.dependencies(read);
    Set<String> paths = read.paths();
    if (paths == null) {
      return false;
    }
    for (String path : paths) {
      int dot = path.indexOf('.');
      if (before.mayChange(dot < 0 ? path : path.substring(0, dot))) {
        return false;
      }
    }
    return true;
  }
}
