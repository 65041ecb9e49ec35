package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.StageContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The documents that the pipelines of a hybrid search answer, each once, with what each pipeline
 * says of it. Threads: confined to one operation.
 */
final class FusedDocuments implements AutoCloseable {
  private static final long ENTRY_BYTES = 160;
  private static final long VERDICT_BYTES = 40;

  private final FusionStage stage;
  private final StageContext context;
  private final StageMemory memory;
  private final DocumentList documents;
  private final Map<BsonValue, Fused> byId;
  private long heldBytes;

  /** One document. */
  private static final class Fused {
    private final int number;
    private final Fusion.@Nullable Verdict[] verdicts;
    private double score;

    Fused(int number, int inputs) {
      this.number = number;
      this.verdicts = new Fusion.@Nullable Verdict[inputs];
    }

    double score() {
      return score;
    }
  }

  FusedDocuments(FusionStage stage, StageContext context) {
    this.stage = stage;
    this.context = context;
    this.memory = new StageMemory(stage.name(), context);
    this.documents = new DocumentList(memory);
    Comparator<BsonValue> byValue = stage.order()::compare;
    this.byId = new TreeMap<>(byValue);
  }

  /** Input pipelines only select, so that each answers a document once at most. */
  void enter(DocumentView document, int input, Fusion.Verdict verdict) {
    BsonValue id = document.get("_id");
    BsonValue key = id == null ? BsonNull.VALUE : id;
    Fused fused = byId.get(key);
    if (fused == null) {
      fused = new Fused(documents.size(), stage.inputs().size());
      documents.add(document.withMetadata(null));
      byId.put(key, fused);
      hold(ENTRY_BYTES + VERDICT_BYTES * stage.inputs().size());
    }
    fused.verdicts[input] = verdict;
  }

  private void hold(long bytes) {
    heldBytes += bytes;
    memory.add(bytes);
  }

  /** All of them by their score, and by {@code _id} where that is the same. */
  Cursor bestFirst() {
    List<Fused> all = new ArrayList<>(byId.values());
    byId.clear();
    List<Fusion.@Nullable Verdict[]> verdicts = new ArrayList<>(all.size());
    for (Fused each : all) {
      verdicts.add(each.verdicts);
    }
    Fusion.Scorer scorer = stage.fusion().scorer(verdicts, context.scope());
    for (Fused each : all) {
      context.operation().checkInterrupted();
      // Zero is one number whatever its sign.
      each.score = scorer.score(documents.get(each.number), each.verdicts) + 0.0;
    }
    // The map was in the order of _id already.
    all.sort(FusedDocuments::better);
    return new BestFirst(all, scorer);
  }

  /** What is no number is less than any. */
  private static int better(Fused a, Fused b) {
    if (Double.isNaN(a.score) || Double.isNaN(b.score)) {
      return Boolean.compare(Double.isNaN(a.score), Double.isNaN(b.score));
    }
    return Double.compare(b.score, a.score);
  }

  @Override
  public void close() {
    byId.clear();
    documents.close();
    hold(-heldBytes);
  }

  private final class BestFirst extends StageCursor {
    private final List<Fused> all;
    private final Fusion.Scorer scorer;
    private int next;

    BestFirst(List<Fused> all, Fusion.Scorer scorer) {
      this.all = all;
      this.scorer = scorer;
    }

    @Override
    protected @Nullable DocumentView next() {
      if (next >= all.size()) {
        return null;
      }
      Fused fused = all.get(next++);
      BsonDocument details =
          stage.scoreDetails() ? scorer.details(fused.score(), fused.verdicts) : null;
      return documents
          .get(fused.number)
          .withMetadata(ScoreValues.metadata(null, fused.score(), details));
    }

    @Override
    public void close() {
      FusedDocuments.this.close();
    }
  }
}
