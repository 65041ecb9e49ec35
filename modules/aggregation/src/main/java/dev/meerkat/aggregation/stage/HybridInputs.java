package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What the input pipelines of a hybrid search and their weights must be like, whichever search it
 * is. Threads: immutable.
 *
 * @param name the search's, with its {@code $}
 */
record HybridInputs(String name) {
  static final Set<String> HYBRID = Set.of("$rankFusion", "$scoreFusion");

  private static final Set<String> SEARCHES = Set.of("$search", "$vectorSearch");
  private static final Set<String> SELECTION =
      Set.of(
          "$_internalInhibitOptimization",
          "$limit",
          "$match",
          "$sample",
          "$score",
          "$skip",
          "$sort",
          "$vectorSearch");

  /** Refuses what is no document of arrays of stages, one pipeline or more. */
  void checkTypes(BsonDocument pipelines) {
    TypedFields fields = new TypedFields(name + ".input.pipelines", pipelines);
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
    if (pipelines.isEmpty()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          name + " input has to have at least one pipeline; none were specified");
    }
  }

  /** Refuses stages that are none, before anything is asked of the pipeline as a whole. */
  void checkStages(BsonArray stages, ParseScope scope) {
    if (stages.size() > Limits.MAX_PIPELINE_STAGES) {
      throw Documents.error(
          7749501,
          "Pipeline length must be no longer than " + Limits.MAX_PIPELINE_STAGES + " stages.");
    }
    for (int i = 0; i < stages.size(); i++) {
      BsonDocument stage = stages.get(i).asDocument();
      if (stage.size() != 1) {
        throw Documents.error(
            40323, "A pipeline stage specification object must contain exactly one field.");
      }
      String stageName = stage.getFirstKey();
      if (HYBRID.contains(stageName) && i > 0) {
        throw Documents.error(
            10170100, stageName + " is only valid as the first stage in a pipeline");
      }
      if (!scope.isStage(stageName) && !SEARCHES.contains(stageName)) {
        throw Documents.error(40324, "Unrecognized pipeline stage name: '" + stageName + "'");
      }
    }
  }

  /** Refuses a pipeline with a stage that changes documents. */
  void checkSelection(BsonArray stages, int code) {
    for (BsonValue stage : stages) {
      if (!isSelection(stage.asDocument())) {
        throw Documents.error(
            code,
            stage.asDocument().getFirstKey()
                + " is not allowed in a "
                + name
                + " input pipeline. Only stages that retrieve, limit, or order documents are"
                + " allowed.");
      }
    }
  }

  private static boolean isSelection(BsonDocument stage) {
    String stageName = stage.getFirstKey();
    if (!(stage.get(stageName) instanceof BsonDocument options)) {
      return SELECTION.contains(stageName);
    }
    return switch (stageName) {
      case "$geoNear" ->
          !options.containsKey("distanceField") && !options.containsKey("includeLocs");
      case "$search" ->
          options.get("returnStoredSource", BsonBoolean.FALSE).equals(BsonBoolean.FALSE);
      default -> SELECTION.contains(stageName);
    };
  }

  void checkWeights(BsonDocument weights, BsonDocument pipelines) {
    List<String> unknown = new ArrayList<>();
    for (Map.Entry<String, BsonValue> weight : weights.entrySet()) {
      if (!pipelines.containsKey(weight.getKey())) {
        unknown.add(weight.getKey());
        continue;
      }
      if (!weight.getValue().isNumber()) {
        throw Documents.error(
            13118, name + ".combination.weights must be numeric: " + weight.getKey());
      }
      if (!(Numbers.toDouble(weight.getValue()) >= 0)) {
        throw Documents.error(
            9460300,
            name.substring(1)
                + "'s pipeline weight must be non-negative, but given "
                + Numbers.toDouble(weight.getValue())
                + " for pipeline '"
                + weight.getKey()
                + "'.");
      }
    }
    if (weights.size() > pipelines.size()) {
      throw Documents.error(
          9460301,
          name
              + " input has more weights ("
              + weights.size()
              + ") than pipelines ("
              + pipelines.size()
              + "). Possible extraneous specified weights = "
              + unknown);
    }
    if (!unknown.isEmpty()) {
      throw Documents.error(
          9967500,
          name
              + " stage contained ("
              + unknown.size()
              + ") weight(s) in 'combination.weights' that did not reference valid pipeline names: "
              + unknown);
    }
  }

  static double weight(BsonDocument weights, String pipeline) {
    BsonValue weight = weights.get(pipeline);
    return weight == null ? 1 : Numbers.toDouble(weight);
  }
}
