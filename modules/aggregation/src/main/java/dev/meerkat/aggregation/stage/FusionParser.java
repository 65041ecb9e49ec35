package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of {@code $rankFusion} and {@code $scoreFusion}, with MongoDB's errors in
 * MongoDB's order. Threads: immutable.
 */
final class FusionParser {
  private static final HybridInputs RANKED = new HybridInputs("$rankFusion");
  private static final HybridInputs SCORED = new HybridInputs("$scoreFusion");
  private static final Set<String> RANKING = Set.of("$geoNear", "$search", "$vectorSearch");
  private static final Set<String> SCORING = Set.of("$search", "$vectorSearch");
  private static final String MUST_BE_SCORED =
      "All subpipelines to the $scoreFusion stage must begin with one of $search, $vectorSearch,"
          + " or have a custom $score in the pipeline.";

  private FusionParser() {}

  static Stage parseRanked(BsonValue value, ParseScope scope) {
    Given given = Given.of(RANKED, value, "pipelines");
    BsonDocument pipelines = given.pipelines;
    BsonDocument combination = given.combination;
    BsonDocument weights = new BsonDocument();
    if (combination != null) {
      TypedFields combined = new TypedFields("$rankFusion.combination", combination);
      combined.checkNames("weights");
      weights = combined.required("weights", combined.document("weights"));
    }
    RANKED.checkTypes(pipelines);
    Map<String, Pipeline> parsed = new TreeMap<>();
    for (Map.Entry<String, BsonValue> pipeline : pipelines.entrySet()) {
      FieldPath.requireFieldName(pipeline.getKey());
      parsed.put(pipeline.getKey(), ranked(pipeline.getValue().asArray(), scope));
    }
    RANKED.checkWeights(weights, pipelines);
    List<FusionStage.Input> inputs = inputs(parsed, weights);
    List<@Nullable SortPattern> sorts = new ArrayList<>();
    for (FusionStage.Input each : inputs) {
      sorts.add(lastSort(pipelines.getArray(each.name()), scope));
    }
    return new FusionStage(
        RANKED.name(),
        inputs,
        new RankFusion(inputs, sorts),
        given.scoreDetails,
        scope.order(),
        given.spec);
  }

  /** What both searches are given. */
  private record Given(
      BsonDocument spec,
      TypedFields input,
      BsonDocument pipelines,
      @Nullable BsonDocument combination,
      boolean scoreDetails) {
    static Given of(HybridInputs search, BsonValue value, String... inputFields) {
      if (!(value instanceof BsonDocument spec)) {
        throw Documents.failedToParse(
            search.name() + " must take a nested object but found: " + value);
      }
      TypedFields fields = new TypedFields(search.name(), spec);
      fields.checkNames("input", "combination", "scoreDetails");
      BsonDocument given = fields.document("input");
      BsonDocument combination = fields.document("combination");
      boolean scoreDetails = fields.bool("scoreDetails");
      TypedFields input =
          new TypedFields(search.name() + ".input", fields.required("input", given));
      input.checkNames(inputFields);
      BsonDocument pipelines = input.required("pipelines", input.document("pipelines"));
      return new Given(spec, input, pipelines, combination, scoreDetails);
    }
  }

  /** By name, as the details of a score list them. */
  private static List<FusionStage.Input> inputs(
      Map<String, Pipeline> pipelines, BsonDocument weights) {
    List<FusionStage.Input> inputs = new ArrayList<>();
    pipelines.forEach(
        (name, pipeline) ->
            inputs.add(new FusionStage.Input(name, pipeline, HybridInputs.weight(weights, name))));
    return inputs;
  }

  private static Pipeline ranked(BsonArray stages, ParseScope scope) {
    if (stages.isEmpty()) {
      throw Documents.error(9834300, "$rankFusion input pipeline cannot be empty.");
    }
    RANKED.checkStages(stages, scope);
    refuseHybrid(stages, 10473002, RANKED);
    if (!RANKING.contains(firstName(stages)) && !has(stages, "$sort")) {
      throw Documents.error(
          9191100,
          "All subpipelines to the $rankFusion stage must begin with one of $search,"
              + " $vectorSearch, $geoNear, or have a custom $sort in the pipeline.");
    }
    RANKED.checkSelection(stages, 9191103);
    return scope.pipeline(stages, StageTraits.Place.UNION, scope.namespace());
  }

  private static String firstName(BsonArray stages) {
    return stages.getFirst().asDocument().getFirstKey();
  }

  private static boolean has(BsonArray stages, String name) {
    return stages.stream().anyMatch(stage -> stage.asDocument().containsKey(name));
  }

  private static void refuseHybrid(BsonArray stages, int code, HybridInputs search) {
    if (HybridInputs.HYBRID.contains(firstName(stages))) {
      throw Documents.error(
          code,
          search.name()
              + " input pipeline has a nested hybrid search stage ($rankFusion/$scoreFusion).");
    }
  }

  private static @Nullable SortPattern lastSort(BsonArray stages, ParseScope scope) {
    BsonValue sort = null;
    for (BsonValue stage : stages) {
      sort = stage.asDocument().get("$sort", sort);
    }
    return sort instanceof BsonDocument spec ? SortPattern.parse(spec, scope) : null;
  }

  static Stage parseScored(BsonValue value, ParseScope scope) {
    Given given = Given.of(SCORED, value, "pipelines", "normalization");
    BsonDocument pipelines = given.pipelines;
    SCORED.checkTypes(pipelines);
    Normalization normalization =
        Normalization.parse(
            "$scoreFusion.input.normalization",
            given.input.required("normalization", given.input.string("normalization")));
    Combination combining = Combination.parse(given.combination);
    for (BsonValue pipeline : pipelines.values()) {
      SCORED.checkStages(pipeline.asArray(), scope);
    }
    Map<String, Pipeline> parsed = new TreeMap<>();
    for (Map.Entry<String, BsonValue> pipeline : pipelines.entrySet()) {
      parsed.put(pipeline.getKey(), scored(pipeline.getValue().asArray(), scope));
      FieldPath.requireFieldName(pipeline.getKey());
    }
    SCORED.checkWeights(
        combining.weights == null ? new BsonDocument() : combining.weights, pipelines);
    combining.check();
    List<FusionStage.Input> inputs =
        inputs(parsed, combining.weights == null ? new BsonDocument() : combining.weights);
    ScoreFusion fusion =
        new ScoreFusion(inputs, normalization, combining.over(inputs, scope), given.scoreDetails);
    return new FusionStage(
        SCORED.name(), inputs, fusion, given.scoreDetails, scope.order(), given.spec);
  }

  private static Pipeline scored(BsonArray stages, ParseScope scope) {
    if (stages.isEmpty()) {
      throw Documents.error(
          9402503, "$scoreFusion input pipeline cannot be empty. " + MUST_BE_SCORED);
    }
    refuseHybrid(stages, 10473003, SCORED);
    if (!SCORING.contains(firstName(stages))
        && !has(stages, "$score")
        && !isSearch(stages.getFirst().asDocument(), scope)) {
      throw Documents.error(9402500, MUST_BE_SCORED);
    }
    SCORED.checkSelection(stages, 9402502);
    return scope.pipeline(stages, StageTraits.Place.UNION, scope.namespace());
  }

  /** Whether a stage searches for words, which an index scores. */
  private static boolean isSearch(BsonDocument stage, ParseScope scope) {
    return stage.get("$match") instanceof BsonDocument filter
        && new MatchStage(scope.filter(filter), filter).isSearch();
  }

  /** Whether documents leave a pipeline with details of their score. */
  static boolean givesDetails(Pipeline pipeline) {
    Set<String> metadata = Set.of();
    for (Stage stage : pipeline.stages()) {
      metadata = stage.metadata(metadata);
    }
    return metadata.contains("scoreDetails");
  }

  /** How scores become one, as it is written. */
  private record Combination(
      @Nullable BsonDocument weights, @Nullable String method, @Nullable BsonValue expression) {
    static Combination parse(@Nullable BsonDocument spec) {
      if (spec == null) {
        return new Combination(null, null, null);
      }
      TypedFields fields = new TypedFields("$scoreFusion.combination", spec);
      fields.checkNames("weights", "method", "expression");
      BsonDocument weights = fields.document("weights");
      String method = fields.string("method");
      if (method != null && !method.equals("avg") && !method.equals("expression")) {
        throw new ServerException(
            ErrorCode.BAD_VALUE,
            "Enumeration value '"
                + method
                + "' for field '$scoreFusion.combination.method' is not a valid value.");
      }
      return new Combination(weights, method, fields.any("expression"));
    }

    void check() {
      if (method == null) {
        return;
      }
      if (method.equals("expression") != (expression != null)) {
        throw Documents.error(
            10017300,
            "combination.expression should only be specified when combination.method has the value"
                + " \"expression\"");
      }
      if (weights != null && expression != null) {
        throw Documents.error(
            10017301, "both combination.expression and combination.weights cannot be specified");
      }
    }

    ScoreFusion.@Nullable Combining over(List<FusionStage.Input> inputs, ParseScope scope) {
      if (method == null || expression == null) {
        return null;
      }
      BsonDocument names = new BsonDocument();
      ParseScope inner = scope;
      List<Integer> slots = new ArrayList<>();
      for (FusionStage.Input input : inputs) {
        names.append(input.name(), new BsonInt32(0));
        inner = inner.declare(input.name());
        slots.add(inner.variable(input.name()));
      }
      // Names of pipelines are names of variables here, and refused as those of $let are.
      scope.expression(
          new BsonDocument("$let", new BsonDocument("vars", names).append("in", new BsonInt32(0))));
      return new ScoreFusion.Combining(inner.expression(expression), slots, expression);
    }
  }
}
