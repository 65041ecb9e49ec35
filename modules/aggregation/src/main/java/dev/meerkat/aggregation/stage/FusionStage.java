package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * Runs several pipelines over the same documents and answers each document that one of them answers
 * once, best first. Threads: immutable.
 *
 * @param inputs by name
 * @param fusion how a document's score is made of what the pipelines say of it
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/rankFusion/">$rankFusion</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/scoreFusion/">$scoreFusion</a>
 */
record FusionStage(
    String name,
    List<Input> inputs,
    Fusion fusion,
    boolean scoreDetails,
    ValueOrder order,
    BsonDocument spec)
    implements Stage {
  /** What {@code $meta} may ask for after a hybrid search, whether or not its pipelines have it. */
  private static final Set<String> METADATA =
      Set.of("score", "searchScore", "searchScoreDetails", "searchHighlights", "vectorSearchScore");

  FusionStage {
    inputs = List.copyOf(inputs);
  }

  /** One of the pipelines. Threads: immutable. */
  record Input(String name, Pipeline pipeline, double weight) {}

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.BLOCKING)
        .at(StageTraits.Position.FIRST_OVER_COLLECTION)
        .notIn(
            StageTraits.Place.CHANGE_STREAM, StageTraits.Place.API_STRICT, StageTraits.Place.VIEW);
  }

  @Override
  public Set<String> metadata(Set<String> before) {
    Set<String> metadata = new HashSet<>(METADATA);
    if (scoreDetails) {
      metadata.add("scoreDetails");
    }
    return metadata;
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new BlockingCursor(input, context, this::fuse);
  }

  private Cursor fuse(Cursor input, StageContext context) {
    FusedDocuments fused = new FusedDocuments(this, context);
    try (DocumentList documents =
        DocumentList.of(
            input, new StageMemory(name, context), context.operation()::checkInterrupted)) {
      for (int i = 0; i < inputs.size(); i++) {
        run(i, documents, fused, context);
      }
      return fused.bestFirst();
    } catch (RuntimeException e) {
      fused.close();
      throw e;
    }
  }

  private void run(int index, DocumentList documents, FusedDocuments fused, StageContext context) {
    Fusion.Judge judge = fusion.judge(index, context.scope());
    try (Cursor cursor = results(inputs.get(index).pipeline, documents, context)) {
      while (cursor.advance()) {
        context.operation().checkInterrupted();
        DocumentView document = cursor.current();
        fused.enter(document, index, judge.verdict(document));
      }
    }
  }

  /** The documents that one pipeline answers; what an index searches only the collection knows. */
  private static Cursor results(Pipeline pipeline, DocumentList documents, StageContext context) {
    Stage first = pipeline.stages().getFirst();
    return first instanceof GeoNearStage || first instanceof MatchStage match && match.isSearch()
        ? new ForeignCollection(context.namespace())
            .pushing()
            .of(pipeline, context)
            .run(new BsonDocument())
        : pipeline.open(documents.cursor(), context);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(name, spec);
  }
}
