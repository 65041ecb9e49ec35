package dev.meerkat.aggregation.window;

import static dev.meerkat.aggregation.window.CoreWindowFunctions.error;

import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowPartition;
import dev.meerkat.spi.query.WindowScope;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * The place of a document in its partition: {@code $rank} leaves places out after documents that
 * share one, {@code $denseRank} does not, and {@code $documentNumber} lets none share. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/rank/">$rank</a>
 */
record RankFunction(String name) implements WindowFunction {
  static WindowFunction parse(String name, BsonValue spec, WindowScope scope) {
    if (scope.fields().size() != 1) {
      throw error(5371601, "Rank style window functions take no other arguments");
    }
    if (!(spec instanceof BsonDocument document) || !document.isEmpty()) {
      throw error(5371603, name + " must be specified with '{}' as the value");
    }
    if (scope.sortPath() == null) {
      throw error(
          5371602,
          name + " must be specified with a top level sortBy expression with exactly one element");
    }
    return new RankFunction(name);
  }

  @Override
  public Run open(WindowPartition partition, EvaluationScope scope) {
    return switch (name) {
      case "$denseRank" -> new RankRun(partition, true);
      case "$rank" -> new RankRun(partition, false);
      default -> index -> new BsonInt32(index + 1);
    };
  }

  @Override
  public void dependencies(Dependencies dependencies) {}

  @Override
  public BsonDocument describe() {
    return new BsonDocument(name, new BsonDocument());
  }

  private static final class RankRun implements Run {
    private final WindowPartition partition;
    private final boolean dense;
    private int rank;

    RankRun(WindowPartition partition, boolean dense) {
      this.partition = partition;
      this.dense = dense;
    }

    @Override
    public BsonValue value(int index) {
      if (index == 0 || !partition.ties(index - 1, index)) {
        rank = dense ? rank + 1 : index + 1;
      }
      return new BsonInt32(rank);
    }
  }
}
