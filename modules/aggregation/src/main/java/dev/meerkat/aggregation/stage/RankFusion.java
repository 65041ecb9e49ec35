package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * Each pipeline that answers a document adds {@code weight / (60 + rank)} to its score. Documents
 * that a pipeline's sort cannot tell apart share a rank. Threads: immutable.
 *
 * @param sorts the last sort of each pipeline; null where one ranks by itself
 */
record RankFusion(List<FusionStage.Input> inputs, List<@Nullable SortPattern> sorts)
    implements Fusion {
  private static final int RANK_CONSTANT = 60;
  private static final String DESCRIPTION =
      "value output by reciprocal rank fusion algorithm, computed as sum of (weight * (1 / (60 +"
          + " rank))) across input pipelines from which this document is output, from:";

  RankFusion {
    inputs = List.copyOf(inputs);
    sorts = Collections.unmodifiableList(new ArrayList<>(sorts));
  }

  @Override
  public Judge judge(int input, EvaluationScope scope) {
    SortPattern sort = sorts.get(input);
    return sort == null
        ? new Places(null, null, scope)
        : new Places(sort, sort.keyComparator(), scope);
  }

  private static final class Places implements Judge {
    private final @Nullable SortPattern sort;
    private final @Nullable Comparator<SortKey> keys;
    private final EvaluationScope scope;
    private @Nullable SortKey last;
    private int place;
    private int rank;

    Places(@Nullable SortPattern sort, @Nullable Comparator<SortKey> keys, EvaluationScope scope) {
      this.sort = sort;
      this.keys = keys;
      this.scope = scope;
    }

    @Override
    public Verdict verdict(DocumentView document) {
      SortKey key = sort == null ? null : sort.key(document, scope);
      place++;
      if (keys == null || last == null || key == null || keys.compare(last, key) != 0) {
        rank = place;
      }
      last = key;
      return new Verdict(rank, null);
    }
  }

  @Override
  public Scorer scorer(List<@Nullable Verdict[]> all, EvaluationScope scope) {
    return new Ranks();
  }

  private final class Ranks implements Scorer {
    @Override
    public double score(DocumentView document, @Nullable Verdict[] verdicts) {
      double score = 0;
      for (int i = 0; i < verdicts.length; i++) {
        Verdict verdict = verdicts[i];
        if (verdict != null) {
          score += inputs.get(i).weight() * (1.0 / (verdict.raw() + RANK_CONSTANT));
        }
      }
      return score;
    }

    @Override
    public BsonDocument details(double score, @Nullable Verdict[] verdicts) {
      BsonArray details = new BsonArray();
      for (int i = 0; i < verdicts.length; i++) {
        details.add(details(inputs.get(i), verdicts[i]));
      }
      return new BsonDocument("value", new BsonDouble(score))
          .append("description", new BsonString(DESCRIPTION))
          .append("details", details);
    }

    private static BsonDocument details(FusionStage.Input input, @Nullable Verdict verdict) {
      BsonDocument details =
          new BsonDocument("inputPipelineName", new BsonString(input.name()))
              .append(
                  "rank",
                  verdict == null ? new BsonString("NA") : new BsonInt32((int) verdict.raw()))
              .append("weight", new BsonDouble(input.weight()));
      return verdict == null ? details : details.append("details", new BsonArray());
    }
  }
}
