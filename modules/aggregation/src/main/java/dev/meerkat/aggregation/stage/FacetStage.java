package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Runs several pipelines over the same input and answers one document with their results. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/facet/">$facet</a>
 */
record FacetStage(List<String> names, List<Pipeline> pipelines) implements FacetingStage {
  /** A document may hold this much between two stages, though it could not be answered. */
  private static final long MOST_BYTES = 100 * 1024 * 1024;

  FacetStage {
    names = List.copyOf(names);
    pipelines = List.copyOf(pipelines);
  }

  static Stage parse(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument fields) || fields.isEmpty()) {
      throw Documents.error(40169, "the $facet specification must be a non-empty object");
    }
    List<String> names = new ArrayList<>();
    List<Pipeline> pipelines = new ArrayList<>();
    for (Map.Entry<String, BsonValue> facet : fields.entrySet()) {
      FieldPath.requireFieldName(facet.getKey());
      if (!(facet.getValue() instanceof BsonArray stages)) {
        throw Documents.error(40170, "arguments to $facet must be arrays: " + facet.getKey());
      }
      for (BsonValue stage : stages) {
        if (!stage.isDocument()) {
          throw Documents.error(40171, "elements of arrays in $facet spec must be objects");
        }
      }
      names.add(facet.getKey());
      pipelines.add(scope.pipeline(stages, StageTraits.Place.FACET, scope.namespace()));
    }
    return new FacetStage(names, pipelines);
  }

  @Override
  public String name() {
    return "$facet";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.BLOCKING)
        .notIn(StageTraits.Place.FACET, StageTraits.Place.CHANGE_STREAM);
  }

  @Override
  public Stage optimized(UnaryOperator<Pipeline> optimizer) {
    return new FacetStage(names, pipelines.stream().map(optimizer).toList());
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return open(input, context, (_, pipeline, documents, inner) -> pipeline.open(documents, inner));
  }

  @Override
  public Cursor open(Cursor input, StageContext context, Opener opener) {
    return new BlockingCursor(input, context, (documents, inner) -> run(documents, inner, opener));
  }

  /** Its input is a matter of its own: MongoDB reads it piece by piece and keeps none of it. */
  private Cursor run(Cursor input, StageContext context, Opener opener) {
    StageMemory memory = StageMemory.ofOwn("$facet", context);
    long mostBytes =
        context.scope().spills().limit("internalQueryFacetMaxOutputDocSizeBytes", MOST_BYTES);
    try (DocumentList documents =
        DocumentList.of(input, memory, context.operation()::checkInterrupted)) {
      DocumentBuilder out = new DocumentBuilder(1024);
      for (int i = 0; i < names.size(); i++) {
        out.beginArray(names.get(i));
        try (Cursor results = opener.open(i, pipelines.get(i), documents.cursor(), context)) {
          while (results.advance()) {
            out.appendDocument(out.nextIndex(), results.current());
            if (out.size() > mostBytes) {
              throw Documents.error(
                  4031700,
                  "document constructed by $facet is "
                      + out.size()
                      + " bytes, which exceeds the limit of "
                      + mostBytes
                      + " bytes");
            }
          }
        }
        out.end();
      }
      return new ListCursor(List.of(out.toView().retain()));
    }
  }

  @Override
  public BsonDocument describe() {
    BsonDocument body = new BsonDocument();
    for (int i = 0; i < names.size(); i++) {
      BsonArray stages = new BsonArray();
      for (Stage stage : pipelines.get(i).stages()) {
        stages.add(stage.describe());
      }
      body.append(names.get(i), stages);
    }
    return new BsonDocument("$facet", body);
  }
}
