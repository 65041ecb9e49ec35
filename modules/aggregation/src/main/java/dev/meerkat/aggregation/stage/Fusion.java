package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** How one score is made of what several pipelines say of a document. Threads: immutable. */
sealed interface Fusion permits RankFusion, ScoreFusion {
  /** Looks at the documents of one pipeline in their order. Threads: confined to one operation. */
  interface Judge {
    Verdict verdict(DocumentView document);
  }

  /**
   * What one pipeline says of a document. Threads: immutable.
   *
   * @param raw its rank, or the score that it gave
   * @param details the details of that score, where there are any
   */
  record Verdict(double raw, @Nullable BsonValue details) {}

  Judge judge(int input, EvaluationScope scope);

  /** Begins to score the documents of a run, once every pipeline has said what it says. */
  Scorer scorer(List<@Nullable Verdict[]> all, EvaluationScope scope);

  /** Threads: confined to one operation. */
  interface Scorer {
    /**
     * @param verdicts by input; null for a pipeline that did not answer the document
     */
    double score(DocumentView document, @Nullable Verdict[] verdicts);

    /** The details of the score that was answered last. */
    BsonDocument details(double score, @Nullable Verdict[] verdicts);
  }
}
