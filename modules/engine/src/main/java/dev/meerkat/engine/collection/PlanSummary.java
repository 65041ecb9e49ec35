package dev.meerkat.engine.collection;

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
      case Plan.IndexScan scan ->
          "IXSCAN " + scan.index().definition().keyPattern().toJson(SHELL).replace("\"", "");
      case Plan.Near near ->
          near.stageName()
              + " "
              + near.index().definition().keyPattern().toJson(SHELL).replace("\"", "");
      default -> {
        StringBuilder text = new StringBuilder();
        for (Plan input : plan.inputs()) {
          text.append(text.isEmpty() ? "" : ", ").append(of(input));
        }
        yield text.toString();
      }
    };
  }
}
