package dev.meerkat.engine.collection;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.plan.Plan;
import dev.meerkat.engine.plan.PlanDescription;
import java.util.StringJoiner;

/** A plan in a few words, as logs and currentOp show it. Threads: immutable. */
final class PlanSummary {
  private PlanSummary() {}

  static String of(Plan plan) {
    String clustered = PlanDescription.clusteredStage(plan);
    if (clustered != null) {
      return clustered;
    }
    return switch (plan) {
      case Plan.Express express when express.index().isClustered() -> express.stageName();
      case Plan.Express express -> ofScan(express.index(), true);
      case Plan.CollectionScan _ -> "COLLSCAN";
      case Plan.Eof _ -> "EOF";
      case Plan.IdLookup _ -> "IDHACK";
      case Plan.IndexScan scan -> ofScan(scan.index(), false);
      case Plan.CountScan scan -> of(scan.stageName(), scan.index());
      case Plan.DistinctScan distinct -> of(distinct.stageName(), distinct.scan().index());
      case Plan.Near near -> of(near.stageName(), near.index());
      default -> {
        StringBuilder text = new StringBuilder();
        for (Plan input : plan.inputs()) {
          text.append(text.isEmpty() ? "" : ", ").append(of(input));
        }
        yield text.toString();
      }
    };
  }

  /**
   * A scan of an index.
   *
   * @param isExpress whether MongoDB makes no plan for it
   */
  static String ofScan(CollectionIndex index, boolean isExpress) {
    return of(isExpress ? "EXPRESS_IXSCAN" : "IXSCAN", index);
  }

  private static String of(String stage, CollectionIndex index) {
    StringJoiner pattern = new StringJoiner(", ", "{ ", " }");
    index
        .definition()
        .keyPattern()
        .forEach(
            (path, type) ->
                pattern.add(
                    path
                        + ": "
                        + (type.isString()
                            ? '"' + type.asString().getValue() + '"'
                            : number(type.asNumber().doubleValue()))));
    return stage + " " + pattern;
  }

  private static String number(double direction) {
    return direction == (long) direction ? Long.toString((long) direction) : "" + direction;
  }
}
