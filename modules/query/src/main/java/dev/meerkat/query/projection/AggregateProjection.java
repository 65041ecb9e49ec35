package dev.meerkat.query.projection;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What {@code $project}, {@code $addFields} and {@code $unset} do to a document. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/project/">
 *     $project</a>
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written
public final class AggregateProjection {
  private AggregateProjection() {}

  /** Parses {@code $project}'s argument. */
  public static AggregateProjection project(BsonValue spec, ParseScope scope) {
    throw new UnsupportedOperationException(spec.toString());
  }

  /**
   * Parses the argument of {@code $addFields} or {@code $set}.
   *
   * @param stage the name for errors
   */
  public static AggregateProjection addFields(String stage, BsonValue spec, ParseScope scope) {
    throw new UnsupportedOperationException(spec.toString());
  }

  /** Parses {@code $unset}'s argument: a path or an array of paths. */
  public static AggregateProjection unset(BsonValue spec, ParseScope scope) {
    throw new UnsupportedOperationException(spec.toString());
  }

  /** Writes the projected fields of a document. */
  public void apply(DocumentView in, EvaluationScope scope, DocumentBuilder out) {
    throw new UnsupportedOperationException();
  }

  /** Reports the fields and variables that it reads; the whole document where fields pass. */
  public void dependencies(Dependencies dependencies) {
    throw new UnsupportedOperationException();
  }

  /** The argument in normal form, as {@code explain} shows it. */
  public BsonDocument describe() {
    throw new UnsupportedOperationException();
  }
}
