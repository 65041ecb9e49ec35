package dev.meerkat.aggregation.stage;

import static java.util.Objects.requireNonNull;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.Numbers;
import java.util.HashSet;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Gives documents a score, which {@code $meta} tells: a number, normalized and weighed. Threads:
 * immutable.
 *
 * @param weight 0 to 1
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/score/">$score</a>
 */
record ScoreStage(
    Expression score,
    Normalization normalization,
    double weight,
    boolean scoreDetails,
    BsonDocument spec)
    implements Stage {
  private static final String DESCRIPTION =
      "the score calculated from multiplying a weight in the range [0,1] with either a normalized"
          + " or nonnormalized value:";

  static Stage parse(BsonValue value, ParseScope scope) {
    if (!(value instanceof BsonDocument spec)) {
      throw Documents.failedToParse(
          "The $score stage specification must be an object, found " + value.getBsonType());
    }
    TypedFields fields = new TypedFields("$score", spec);
    fields.checkNames("score", "normalization", "weight", "scoreDetails");
    String normalization = fields.string("normalization");
    Normalization normalizing =
        normalization == null
            ? Normalization.NONE
            : Normalization.parse("$score.normalization", normalization);
    fields.number("weight");
    double weight = weight(spec.get("weight"));
    boolean scoreDetails = fields.bool("scoreDetails");
    BsonValue score = fields.required("score", fields.any("score"));
    return new ScoreStage(scope.expression(score), normalizing, weight, scoreDetails, spec);
  }

  private static double weight(@Nullable BsonValue given) {
    double weight = given == null || !given.isNumber() ? 1 : Numbers.toDouble(given);
    if (!(weight >= 0 && weight <= 1)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "BSON field 'weight' value must be "
              + (weight > 1 ? "<= 1" : ">= 0")
              + ", actual value '"
              + weight
              + "'");
    }
    return weight;
  }

  @Override
  public String name() {
    return "$score";
  }

  @Override
  public StageTraits traits() {
    return normalization == Normalization.MIN_MAX_SCALER
        ? StageTraits.of(StageTraits.Shape.BLOCKING)
        : StageTraits.of(StageTraits.Shape.ONE_TO_ONE);
  }

  @Override
  public Set<String> metadata(Set<String> before) {
    Set<String> metadata = new HashSet<>(before);
    metadata.add("score");
    if (scoreDetails) {
      metadata.add("scoreDetails");
    }
    return metadata;
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return normalization == Normalization.MIN_MAX_SCALER
        ? new BlockingCursor(input, context, this::scaled)
        : new TransformCursor(input, new Scoring(this, context));
  }

  /** The input with what its scores are beside the least and the greatest of them. */
  private Cursor scaled(Cursor input, StageContext context) {
    DocumentList documents = new DocumentList(new StageMemory(name(), context));
    try {
      Normalization.Range range = new Normalization.Range();
      while (input.advance()) {
        context.operation().checkInterrupted();
        DocumentView document = input.current();
        double raw = ScoreValues.number(score.evaluate(document, context.scope()));
        range.add(raw);
        documents.add(document.withMetadata(ScoreValues.metadata(document.metadata(), raw, null)));
      }
      return new Scaled(this, documents, range);
    } catch (RuntimeException e) {
      documents.close();
      throw e;
    }
  }

  private DocumentView scored(DocumentView document, double raw, double normalized) {
    double value = weight == 1 ? normalized : normalized * weight;
    return document.withMetadata(
        ScoreValues.metadata(
            document.metadata(), value, scoreDetails ? details(raw, value) : null));
  }

  private BsonDocument details(double raw, double value) {
    return new BsonDocument("value", new BsonDouble(value))
        .append("description", new BsonString(DESCRIPTION))
        .append("rawScore", new BsonDouble(raw))
        .append("normalization", new BsonString(normalization.wireName()))
        .append("weight", new BsonDouble(weight))
        .append("expression", new BsonString(ScoreValues.told(requireNonNull(spec.get("score")))))
        .append("details", new BsonArray());
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    score.dependencies(dependencies);
  }

  @Override
  public boolean mayChange(String field) {
    return false;
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$score", spec);
  }

  /** Scores each document by itself. Threads: confined to one operation. */
  private record Scoring(ScoreStage stage, StageContext context)
      implements TransformCursor.Transform {
    @Override
    public DocumentView apply(DocumentView document) {
      double raw = ScoreValues.number(stage.score.evaluate(document, context.scope()));
      return stage.scored(document, raw, stage.normalization.alone(raw));
    }

    @Override
    public boolean setsMetadata() {
      return true;
    }
  }

  /** Documents that carry their raw score. Threads: confined to one operation. */
  private static final class Scaled extends StageCursor {
    private final ScoreStage stage;
    private final DocumentList documents;
    private final Normalization.Range range;
    private final Cursor cursor;

    Scaled(ScoreStage stage, DocumentList documents, Normalization.Range range) {
      this.stage = stage;
      this.documents = documents;
      this.range = range;
      this.cursor = documents.cursor();
    }

    @Override
    protected @Nullable DocumentView next() {
      if (!cursor.advance()) {
        return null;
      }
      DocumentView document = cursor.current();
      double raw = ScoreValues.of(document);
      return stage.scored(document, raw, range.scale(raw));
    }

    @Override
    public void close() {
      cursor.close();
      documents.close();
    }
  }
}
