package dev.meerkat.query;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.spi.query.StageTraits.Place;
import dev.meerkat.spi.query.StageTraits.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Parses the stages of a pipeline and checks what each declares about where it may stand. Threads:
 * immutable.
 */
final class PipelineParser {
  /** The collection name of an aggregation that addresses none: {@code aggregate: 1}. */
  private static final String COLLECTIONLESS = "$cmd.aggregate";

  private PipelineParser() {}

  static List<Stage> parse(
      BsonArray spec, LanguageScope scope, Language language, Set<Place> places, int viewStages) {
    if (spec.size() > Limits.MAX_PIPELINE_STAGES) {
      throw new ServerException(
          ErrorCode.location(7749501),
          "Pipeline length must be no longer than " + Limits.MAX_PIPELINE_STAGES + " stages.");
    }
    List<Stage> stages = new ArrayList<>(spec.size());
    LanguageScope current = scope;
    for (BsonValue element : spec) {
      Stage stage = stage(element, current, language);
      stages.add(stage);
      current = current.withMetadata(stage.metadata(current.metadata()));
    }
    checkCollection(stages, scope);
    for (int i = 0; i < stages.size(); i++) {
      checkPlaces(stages.get(i), places);
      checkPosition(stages.get(i), i, stages.size(), viewStages);
    }
    return stages;
  }

  private static Stage stage(BsonValue element, ParseScope scope, Language language) {
    if (!element.isDocument()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "Each element of the 'pipeline' array must be an object");
    }
    BsonDocument spec = element.asDocument();
    if (spec.size() != 1) {
      throw new ServerException(
          ErrorCode.location(40323),
          "A pipeline stage specification object must contain exactly one field.");
    }
    Map.Entry<String, BsonValue> field = spec.entrySet().iterator().next();
    String name = field.getKey();
    StageProvider provider = language.stage(name);
    if (provider == null) {
      throw new ServerException(
          ErrorCode.location(40324), "Unrecognized pipeline stage name: '" + name + "'");
    }
    if (scope.isApiStrict() && !provider.isStable(name)) {
      throw refusal(name, Place.API_STRICT);
    }
    return provider.parse(name, field.getValue(), scope);
  }

  private static void checkPlaces(Stage stage, Set<Place> places) {
    for (Place place : places) {
      if (!stage.traits().allowedIn().contains(place)) {
        throw refusal(stage.name(), place);
      }
    }
  }

  private static ServerException refusal(String name, Place place) {
    return switch (place) {
      case FACET ->
          new ServerException(
              ErrorCode.location(40600), name + " is not allowed to be used within a $facet stage");
      case LOOKUP ->
          new ServerException(
              ErrorCode.location(51047), name + " is not allowed within a $lookup's sub-pipeline");
      case UNION ->
          new ServerException(
              ErrorCode.location(31441),
              name + " is not allowed within a $unionWith's sub-pipeline");
      case VIEW ->
          new ServerException(
              ErrorCode.OPTION_NOT_SUPPORTED_ON_VIEW, name + " not supported in view definition");
      case UPDATE ->
          new ServerException(
              ErrorCode.INVALID_OPTIONS, name + " is not allowed to be used within an update");
      case TRANSACTION ->
          new ServerException(
              ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
              "Operation not permitted in transaction :: caused by :: Aggregation stage "
                  + name
                  + " cannot run within a multi-document transaction");
      case CHANGE_STREAM ->
          new ServerException(
              ErrorCode.ILLEGAL_OPERATION, name + " is not permitted in a $changeStream pipeline");
      case API_STRICT ->
          new ServerException(
              ErrorCode.API_STRICT_ERROR,
              "stage " + name + " is not allowed with 'apiStrict: true' in API Version 1");
      case NONLOCAL_READ ->
          new ServerException(
              ErrorCode.INVALID_OPTIONS,
              "Aggregation stage " + name + " cannot run with a readConcern other than 'local'");
    };
  }

  private static void checkPosition(Stage stage, int index, int size, int viewStages) {
    Position position = stage.traits().position();
    if (index > 0
        && (position == Position.FIRST || position == Position.FIRST_WITHOUT_COLLECTION)) {
      throw new ServerException(
          ErrorCode.location(40602),
          stage.name() + " is only valid as the first stage in a pipeline");
    }
    if (index > 0 && index != viewStages && position == Position.FIRST_OVER_COLLECTION) {
      throw new ServerException(
          ErrorCode.location(10170100),
          stage.name() + " is only valid as the first stage in a pipeline");
    }
    if (index > 0 && position == Position.FIRST_SEARCH) {
      throw new ServerException(
          ErrorCode.location(17313),
          stage.name() + " with $text is only allowed as the first pipeline stage");
    }
    if (position == Position.LAST && index < size - 1) {
      throw new ServerException(
          ErrorCode.location(40601), stage.name() + " can only be the final stage in the pipeline");
    }
  }

  /** A pipeline of {@code aggregate: 1} brings its own documents; any other must not. */
  private static void checkCollection(List<Stage> stages, ParseScope scope) {
    boolean collectionless = scope.namespace().collection().equals(COLLECTIONLESS);
    if (stages.isEmpty()) {
      if (collectionless) {
        throw new ServerException(
            ErrorCode.INVALID_NAMESPACE, "{aggregate: 1} is not valid for an empty pipeline.");
      }
      return;
    }
    StageTraits.Position first = stages.getFirst().traits().position();
    if (!collectionless && first == Position.FIRST_WITHOUT_COLLECTION) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE,
          stages.getFirst().name() + " must be run with {aggregate: 1}");
    }
    boolean readsCollection =
        switch (first) {
          case ANYWHERE, LAST, FIRST_OVER_COLLECTION, FIRST_SEARCH -> true;
          case FIRST, FIRST_WITHOUT_COLLECTION -> false;
        };
    if (collectionless && readsCollection) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE,
          "{aggregate: 1} is not valid for '"
              + stages.getFirst().name()
              + "'; a collection is required.");
    }
  }
}
