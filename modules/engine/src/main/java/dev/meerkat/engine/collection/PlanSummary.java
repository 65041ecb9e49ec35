package dev.meerkat.engine.collection;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.plan.Plan;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** A plan in a few words, as logs and currentOp show it. Threads: immutable. */
final class PlanSummary {
  private static final JsonWriterSettings SHELL =
      JsonWriterSettings.builder().outputMode(JsonMode.SHELL).build();

  private PlanSummary() {}

  static String of(Plan plan) {
    return switch (plan) {
      case Plan.CollectionScan _ -> "COLLSCAN";
      case Plan.Eof _ -> "EOF";
      case Plan.IdLookup _ -> "IDHACK";
      case Plan.IndexScan scan -> ofScan(scan.index());
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

  /** A scan of an index. */
  static String ofScan(CollectionIndex index) {
    return of("IXSCAN", index);
  }

  private static String of(String stage, CollectionIndex index) {
    return stage + " " + index.definition().keyPattern().toJson(SHELL).replace("\"", "");
  }
}
