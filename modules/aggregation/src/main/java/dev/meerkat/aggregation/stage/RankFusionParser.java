package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Reads the argument of {@code $rankFusion}, with MongoDB's errors. Threads: immutable. */
final class RankFusionParser {
  private static final Set<String> SELECTION =
      Set.of("$limit", "$match", "$sample", "$search", "$skip", "$sort", "$vectorSearch");
  private static final Set<String> RANKED = Set.of("$geoNear", "$search", "$vectorSearch");
  private static final Set<String> HYBRID = Set.of("$rankFusion", "$scoreFusion");

  private RankFusionParser() {}

  static Stage parse(BsonValue value, ParseScope scope) {
    if (!(value instanceof BsonDocument spec)) {
      throw Documents.failedToParse("$rankFusion must take a nested object but found: " + value);
    }
    TypedFields fields = new TypedFields("$rankFusion", spec);
    fields.checkNames("input", "combination", "scoreDetails");
    BsonDocument input = fields.document("input");
    BsonDocument combination = fields.document("combination");
    boolean scoreDetails = fields.bool("scoreDetails");
    TypedFields inputFields = new TypedFields("$rankFusion.input", fields.required("input", input));
    inputFields.checkNames("pipelines");
    BsonDocument pipelines = inputFields.required("pipelines", inputFields.document("pipelines"));
    BsonDocument weights = new BsonDocument();
    if (combination != null) {
      TypedFields combined = new TypedFields("$rankFusion.combination", combination);
      combined.checkNames("weights");
      weights = combined.required("weights", combined.document("weights"));
    }
    checkTypes(pipelines);
    if (pipelines.isEmpty()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "$rankFusion input has to have at least one pipeline; none were specified");
    }
    // By name, as the details of a score list them.
    Map<String, RankFusionStage.Input> inputs = new TreeMap<>();
    for (Map.Entry<String, BsonValue> pipeline : pipelines.entrySet()) {
      FieldPath.requireFieldName(pipeline.getKey());
      inputs.put(pipeline.getKey(), input(pipeline.getKey(), pipeline.getValue().asArray(), scope));
    }
    checkWeights(weights, pipelines);
    List<RankFusionStage.Input> weighted = new ArrayList<>();
    for (RankFusionStage.Input each : inputs.values()) {
      BsonValue weight = weights.get(each.name());
      weighted.add(weight == null ? each : each.weighing(Numbers.toDouble(weight)));
    }
    return new RankFusionStage(weighted, scoreDetails, scope.order(), spec);
  }

  private static void checkTypes(BsonDocument pipelines) {
    TypedFields fields = new TypedFields("$rankFusion.input.pipelines", pipelines);
    for (Map.Entry<String, BsonValue> pipeline : pipelines.entrySet()) {
      if (!(pipeline.getValue() instanceof BsonArray stages)) {
        throw fields.mismatch(pipeline.getKey(), pipeline.getValue(), "array");
      }
      for (BsonValue stage : stages) {
        if (!stage.isDocument()) {
          throw fields.mismatch(pipeline.getKey(), stage, "object");
        }
      }
    }
  }

  private static RankFusionStage.Input input(String name, BsonArray stages, ParseScope scope) {
    if (stages.isEmpty()) {
      throw Documents.error(9834300, "$rankFusion input pipeline cannot be empty.");
    }
    if (stages.size() > Limits.MAX_PIPELINE_STAGES) {
      throw Documents.error(
          7749501,
          "Pipeline length must be no longer than " + Limits.MAX_PIPELINE_STAGES + " stages.");
    }
    boolean isRanked = false;
    BsonValue sort = null;
    for (int i = 0; i < stages.size(); i++) {
      BsonDocument stage = stages.get(i).asDocument();
      if (stage.size() != 1) {
        throw Documents.error(
            40323, "A pipeline stage specification object must contain exactly one field.");
      }
      String stageName = stage.getFirstKey();
      if (HYBRID.contains(stageName)) {
        throw i == 0
            ? Documents.error(
                10473002,
                "$rankFusion input pipeline has a nested hybrid search stage"
                    + " ($rankFusion/$scoreFusion).")
            : Documents.error(
                10170100, stageName + " is only valid as the first stage in a pipeline");
      }
      if (!scope.isStage(stageName) && !RANKED.contains(stageName)) {
        throw Documents.error(40324, "Unrecognized pipeline stage name: '" + stageName + "'");
      }
      isRanked |= (i == 0 && RANKED.contains(stageName)) || stageName.equals("$sort");
      if (stageName.equals("$sort")) {
        sort = stage.get(stageName);
      }
    }
    if (!isRanked) {
      throw Documents.error(
          9191100,
          "All subpipelines to the $rankFusion stage must begin with one of $search,"
              + " $vectorSearch, $geoNear, or have a custom $sort in the pipeline.");
    }
    for (BsonValue stage : stages) {
      if (!isSelection(stage.asDocument())) {
        throw Documents.error(
            9191103,
            stage.asDocument().getFirstKey()
                + " is not allowed in a $rankFusion input pipeline. Only stages that retrieve,"
                + " limit, or order documents are allowed.");
      }
    }
    Pipeline pipeline = scope.pipeline(stages, StageTraits.Place.UNION, scope.namespace());
    return new RankFusionStage.Input(name, pipeline, pattern(sort, scope), 1);
  }

  private static boolean isSelection(BsonDocument stage) {
    String name = stage.getFirstKey();
    if (name.equals("$geoNear") && stage.get(name) instanceof BsonDocument options) {
      return !options.containsKey("distanceField") && !options.containsKey("includeLocs");
    }
    return SELECTION.contains(name);
  }

  private static @Nullable SortPattern pattern(@Nullable BsonValue sort, ParseScope scope) {
    return sort instanceof BsonDocument spec ? SortPattern.parse(spec, scope) : null;
  }

  private static void checkWeights(BsonDocument weights, BsonDocument pipelines) {
    if (weights.size() > pipelines.size()) {
      throw Documents.error(
          9460301, "$rankFusion input has more weights than pipelines: " + weights.keySet());
    }
    for (Map.Entry<String, BsonValue> weight : weights.entrySet()) {
      if (!pipelines.containsKey(weight.getKey())) {
        throw Documents.error(
            9967500,
            "$rankFusion.combination.weights has a name that no pipeline has: " + weight.getKey());
      }
      if (!weight.getValue().isNumber()) {
        throw Documents.error(
            13118, "$rankFusion.combination.weights must be numeric: " + weight.getKey());
      }
      double number = Numbers.toDouble(weight.getValue());
      if (Double.isNaN(number) || number < 0) {
        throw Documents.error(
            9460300, "Rank fusion pipeline weight must be non-negative: " + weight.getKey());
      }
    }
  }
}
