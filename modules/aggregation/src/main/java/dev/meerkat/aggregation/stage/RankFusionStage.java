package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Merges the documents of several ranked pipelines: each pipeline that answers a document adds
 * {@code weight / (60 + rank)} to its score. Documents that a pipeline's sort cannot tell apart
 * share a rank. Threads: immutable.
 *
 * @param inputs by name
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/rankFusion/">$rankFusion</a>
 */
record RankFusionStage(
    List<Input> inputs, boolean scoreDetails, ValueOrder order, BsonDocument spec)
    implements Stage {
  private static final int RANK_CONSTANT = 60;
  private static final String DESCRIPTION =
      "value output by reciprocal rank fusion algorithm, computed as sum of (weight * (1 / (60 +"
          + " rank))) across input pipelines from which this document is output, from:";

  /** What {@code $meta} may ask for after a hybrid search, whether or not its pipelines have it. */
  private static final Set<String> METADATA =
      Set.of("score", "searchScore", "searchScoreDetails", "searchHighlights", "vectorSearchScore");

  RankFusionStage {
    inputs = List.copyOf(inputs);
  }

  /**
   * A ranked pipeline. Threads: immutable.
   *
   * @param sort its last sort, whose ties share a rank; null where it ranks by itself
   */
  record Input(String name, Pipeline pipeline, @Nullable SortPattern sort, double weight) {
    Input weighing(double newWeight) {
      return new Input(name, pipeline, sort, newWeight);
    }
  }

  @Override
  public String name() {
    return "$rankFusion";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.BLOCKING)
        .at(StageTraits.Position.FIRST_OVER_COLLECTION)
        .notIn(StageTraits.Place.CHANGE_STREAM, StageTraits.Place.API_STRICT);
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
    Comparator<BsonValue> byValue = order::compare;
    Map<BsonValue, Fused> byId = new TreeMap<>(byValue);
    try (DocumentList documents =
        DocumentList.of(
            input, new StageMemory(name(), context), context.operation()::checkInterrupted)) {
      for (int i = 0; i < inputs.size(); i++) {
        rank(i, documents, byId, context);
      }
    }
    List<Fused> fused = new ArrayList<>(byId.values());
    // The map is in the order of _id already.
    fused.sort(Comparator.comparingDouble(Fused::score).reversed());
    List<DocumentView> results = new ArrayList<>(fused.size());
    for (Fused each : fused) {
      results.add(each.document.withMetadata(metadata(each)));
    }
    return new ListCursor(results);
  }

  private void rank(
      int index, DocumentList documents, Map<BsonValue, Fused> byId, StageContext context) {
    Input input = inputs.get(index);
    Comparator<SortKey> keys = input.sort == null ? null : input.sort.keyComparator();
    SortKey last = null;
    int place = 0;
    int rank = 0;
    try (Cursor cursor = ranked(input.pipeline, documents, context)) {
      while (cursor.advance()) {
        context.operation().checkInterrupted();
        DocumentView document = cursor.current().retain();
        SortKey key = input.sort == null ? null : input.sort.key(document, context.scope());
        place++;
        if (keys == null || last == null || key == null || keys.compare(last, key) != 0) {
          rank = place;
        }
        last = key;
        BsonValue id = document.get("_id");
        byId.computeIfAbsent(
                id == null ? BsonNull.VALUE : id, _ -> new Fused(document, new int[inputs.size()]))
            .enter(index, rank, input.weight * (1.0 / (rank + RANK_CONSTANT)));
      }
    }
  }

  /** Documents as one pipeline ranks them; what is near only the collection's index knows. */
  private static Cursor ranked(Pipeline pipeline, DocumentList documents, StageContext context) {
    return pipeline.stages().getFirst() instanceof GeoNearStage
        ? new ForeignCollection(context.namespace())
            .pushing()
            .of(pipeline, context)
            .run(new BsonDocument())
        : pipeline.open(documents.cursor(), context);
  }

  private BsonDocument metadata(Fused fused) {
    BsonDocument metadata = new BsonDocument("score", new BsonDouble(fused.score));
    if (scoreDetails) {
      BsonArray details = new BsonArray();
      for (int i = 0; i < inputs.size(); i++) {
        details.add(details(inputs.get(i), fused.ranks[i]));
      }
      metadata.append(
          "scoreDetails",
          new BsonDocument("value", new BsonDouble(fused.score))
              .append("description", new BsonString(DESCRIPTION))
              .append("details", details));
    }
    return metadata;
  }

  private static BsonDocument details(Input input, int rank) {
    BsonDocument details =
        new BsonDocument("inputPipelineName", new BsonString(input.name))
            .append("rank", rank == 0 ? new BsonString("NA") : new BsonInt32(rank))
            .append("weight", new BsonDouble(input.weight));
    return rank == 0 ? details : details.append("details", new BsonArray());
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$rankFusion", spec);
  }

  /** One document and what the pipelines say of it. Threads: confined to one operation. */
  private static final class Fused {
    private final DocumentView document;
    private final int[] ranks;
    private double score;

    Fused(DocumentView document, int[] ranks) {
      this.document = document;
      this.ranks = ranks;
    }

    double score() {
      return score;
    }

    /** Input pipelines only select, so that each answers a document once at most. */
    void enter(int input, int rank, double share) {
      ranks[input] = rank;
      score += share;
    }
  }
}
