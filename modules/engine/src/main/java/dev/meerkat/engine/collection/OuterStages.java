package dev.meerkat.engine.collection;

import java.util.List;
import java.util.Objects;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Stages that an explanation tells around a plan, or in its place: what uses the documents that the
 * plan finds. Threads: stateless.
 */
final class OuterStages {
  private OuterStages() {}

  /** Puts the winning plan under the stage that uses its documents. */
  static void under(BsonDocument explanation, String stage, BsonDocument own) {
    BsonDocument planner = explanation.getDocument("queryPlanner");
    BsonDocument plan = planner.getDocument("winningPlan");
    BsonDocument top = new BsonDocument();
    liftCached(plan, top);
    top.append("stage", new BsonString(stage));
    top.putAll(own);
    planner.put("winningPlan", top.append("inputStage", plan));
  }

  /** It is told of the topmost stage alone. */
  private static void liftCached(BsonDocument plan, BsonDocument top) {
    BsonValue cached = plan.remove(PlanExplanation.IS_CACHED);
    if (cached != null) {
      top.append(PlanExplanation.IS_CACHED, cached);
    }
  }

  /** Whether the winning plan is the look-up of one document by its {@code _id}. */
  static boolean isIdLookup(BsonDocument explanation) {
    BsonDocument plan = explanation.getDocument("queryPlanner").getDocument("winningPlan");
    return switch (plan.getString("stage").getValue()) {
      case "IDHACK" -> true;
      case "CLUSTERED_IXSCAN" -> Objects.equals(plan.get("minRecord"), plan.get("maxRecord"));
      default -> false;
    };
  }

  /**
   * Puts one stage in the place of the plan that finds one document by its {@code _id}: MongoDB
   * makes no plan for the write of such a one.
   *
   * @param counters what the stage tells of itself
   * @param returned documents that the stage answers
   */
  static void express(
      BsonDocument explanation, String stage, BsonDocument counters, long returned) {
    BsonDocument planner = explanation.getDocument("queryPlanner");
    BsonDocument plan = planner.getDocument("winningPlan");
    BsonDocument own = new BsonDocument(PlanExplanation.IS_CACHED, BsonBoolean.FALSE);
    own.append("stage", new BsonString(stage));
    for (String name : List.of("keyPattern", "indexName")) {
      if (plan.containsKey(name)) {
        own.append(name, plan.get(name));
      }
    }
    planner.put("winningPlan", own);
    if (explanation.isDocument("executionStats")) {
      BsonDocument stats = explanation.getDocument("executionStats");
      BsonDocument ran =
          own.clone()
              .append("nReturned", PlanExplanation.number(returned))
              .append(PlanExplanation.ESTIMATE, stats.get("executionTimeMillis"))
              .append("keysExamined", stats.get("totalKeysExamined"))
              .append("docsExamined", stats.get("totalDocsExamined"));
      ran.putAll(counters);
      stats.put("nReturned", PlanExplanation.number(returned));
      stats.put("executionStages", ran);
    }
  }

  /**
   * The same for what has been run.
   *
   * @param counters what the stage tells of itself
   * @param returned documents that the stage answers
   */
  static void statsUnder(
      BsonDocument explanation, String stage, BsonDocument counters, long returned) {
    if (!explanation.isDocument("executionStats")) {
      return;
    }
    BsonDocument stats = explanation.getDocument("executionStats");
    BsonDocument input = stats.getDocument("executionStages");
    BsonDocument outer = new BsonDocument();
    liftCached(input, outer);
    outer
        .append("stage", new BsonString(stage))
        .append("nReturned", PlanExplanation.number(returned))
        .append(PlanExplanation.ESTIMATE, stats.get("executionTimeMillis"));
    if (input.isNumber("works")) {
      long works = input.getNumber("works").longValue();
      outer
          .append("works", PlanExplanation.number(works))
          .append("advanced", PlanExplanation.number(returned))
          .append(
              "needTime",
              PlanExplanation.number(
                  Math.max(0, works - returned - input.getNumber("isEOF").longValue())));
      for (String name : List.of("needYield", "saveState", "restoreState", "isEOF")) {
        outer.append(name, input.get(name));
      }
    }
    outer.putAll(counters);
    stats.put("nReturned", PlanExplanation.number(returned));
    stats.put("executionStages", outer.append("inputStage", input));
  }
}
