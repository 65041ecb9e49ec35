package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The scores that pipelines give a document, normalized and weighed, are averaged or combined by an
 * expression. A pipeline that does not answer it gives 0, and none gives less. Threads: immutable.
 *
 * @param combining null for the average
 */
record ScoreFusion(
    List<FusionStage.Input> inputs,
    Normalization normalization,
    @Nullable Combining combining,
    boolean scoreDetails)
    implements Fusion {
  private static final String DESCRIPTION =
      "the value calculated by combining the scores (either normalized or raw) across input"
          + " pipelines from which this document is output from:";
  private static final BsonInt32 NONE = new BsonInt32(0);

  ScoreFusion {
    inputs = List.copyOf(inputs);
  }

  /**
   * An expression that reads the scores of the pipelines as variables. Threads: immutable.
   *
   * @param slots by input
   */
  record Combining(Expression expression, List<Integer> slots, BsonValue written) {
    Combining {
      slots = List.copyOf(slots);
    }
  }

  @Override
  public Judge judge(int input, EvaluationScope scope) {
    return document -> {
      BsonDocument metadata = document.metadata();
      return new Verdict(
          ScoreValues.of(document),
          scoreDetails && metadata != null ? metadata.get("scoreDetails") : null);
    };
  }

  @Override
  public Scorer scorer(List<@Nullable Verdict[]> all, EvaluationScope scope) {
    Normalization.Range[] ranges = new Normalization.Range[inputs.size()];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = new Normalization.Range();
      if (normalization == Normalization.MIN_MAX_SCALER) {
        for (@Nullable Verdict[] verdicts : all) {
          Verdict verdict = verdicts[i];
          if (verdict != null) {
            ranges[i].add(verdict.raw() * inputs.get(i).weight());
          }
        }
      }
    }
    return new Scores(ranges, scope);
  }

  private final class Scores implements Scorer {
    private final Normalization.Range[] ranges;
    private final EvaluationScope scope;

    Scores(Normalization.Range[] ranges, EvaluationScope scope) {
      this.ranges = ranges;
      this.scope = scope;
    }

    /** What one pipeline's score counts as; a number of its own type where it counts nothing. */
    private BsonValue value(int input, @Nullable Verdict verdict) {
      if (verdict == null) {
        return NONE;
      }
      double weighed = normalization.alone(verdict.raw()) * inputs.get(input).weight();
      return orNone(
          normalization == Normalization.MIN_MAX_SCALER ? ranges[input].scale(weighed) : weighed);
    }

    private static BsonValue orNone(double value) {
      return value > 0 ? new BsonDouble(value) : NONE;
    }

    @Override
    public double score(DocumentView document, @Nullable Verdict[] verdicts) {
      if (combining == null) {
        double sum = 0;
        for (int i = 0; i < verdicts.length; i++) {
          sum += value(i, verdicts[i]).asNumber().doubleValue();
        }
        return sum / verdicts.length;
      }
      for (int i = 0; i < verdicts.length; i++) {
        scope.bind(combining.slots.get(i), value(i, verdicts[i]));
      }
      return ScoreValues.number(combining.expression.evaluate(document, scope));
    }

    @Override
    public BsonDocument details(double score, @Nullable Verdict[] verdicts) {
      BsonArray details = new BsonArray();
      for (int i = 0; i < verdicts.length; i++) {
        details.add(details(i, verdicts[i]));
      }
      BsonDocument combination =
          combining == null
              ? new BsonDocument("method", new BsonString("average"))
              : new BsonDocument("method", new BsonString("custom expression"))
                  .append("expression", new BsonString(ScoreValues.told(combining.written)));
      return new BsonDocument("value", new BsonDouble(score))
          .append("description", new BsonString(DESCRIPTION))
          .append("normalization", new BsonString(normalization.wireName()))
          .append("combination", combination)
          .append("details", details);
    }

    private BsonDocument details(int input, @Nullable Verdict verdict) {
      BsonDocument details =
          new BsonDocument("inputPipelineName", new BsonString(inputs.get(input).name()))
              .append("inputPipelineRawScore", verdict == null ? NONE : orNone(verdict.raw()))
              .append("weight", new BsonDouble(inputs.get(input).weight()))
              .append("value", value(input, verdict));
      if (verdict == null) {
        return details;
      }
      boolean givesDetails = FusionParser.givesDetails(inputs.get(input).pipeline());
      return !givesDetails
          ? details.append("details", new BsonArray())
          : verdict.details() == null ? details : details.append("details", verdict.details());
    }
  }
}
