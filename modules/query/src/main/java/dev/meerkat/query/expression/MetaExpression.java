package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A document's metadata. What no stage before can have attached is refused at parse time, as
 * MongoDB refuses it. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/meta/">$meta</a>
 */
record MetaExpression(String name) implements Expression {
  private static final Set<String> REQUIRED =
      Set.of(
          "textScore",
          "geoNearDistance",
          "geoNearPoint",
          "searchScoreDetails",
          "searchSequenceToken",
          "vectorSearchScore",
          "score",
          "scoreDetails",
          "stream",
          "changeStreamControlEvent");
  private static final Set<String> OPTIONAL =
      Set.of(
          "randVal",
          "recordId",
          "indexKey",
          "searchHighlights",
          "searchScore",
          "sortKey",
          "timeseriesBucketMinTime",
          "timeseriesBucketMaxTime");

  private static final Set<String> UNSTABLE =
      Set.of(
          "searchScore",
          "searchScoreDetails",
          "indexKey",
          "textScore",
          "searchHighlights",
          "searchSequenceToken",
          "score",
          "scoreDetails",
          "stream",
          "changeStreamControlEvent");

  static Expression parse(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonString name)) {
      throw Values.error(17307, "$meta only supports string arguments");
    }
    if (scope.isApiStrict() && UNSTABLE.contains(name.getValue())) {
      throw new ServerException(
          ErrorCode.API_STRICT_ERROR,
          "Provided apiStrict is true with an unstable meta field \"" + name.getValue() + "\"");
    }
    if (scope.isMetadataAvailable(name.getValue())) {
      return new MetaExpression(name.getValue());
    }
    if (REQUIRED.contains(name.getValue())) {
      throw Values.error(
          40218, "query requires " + name.getValue() + " metadata, but it is not available");
    }
    if (!OPTIONAL.contains(name.getValue())) {
      throw Values.error(17308, "Unsupported argument to $meta: " + name.getValue());
    }
    if (name.getValue().equals("indexKey")) {
      scope.askForMetadata("indexKey");
      return new MetaExpression("indexKey");
    }
    return new LiteralExpression(null);
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonDocument metadata = document.metadata();
    return metadata == null ? null : metadata.get(name);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    // Metadata comes with whole documents only.
    dependencies.wholeDocument();
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument("$meta", new BsonString(name));
  }
}
