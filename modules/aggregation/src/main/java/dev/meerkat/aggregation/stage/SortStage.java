package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/**
 * Sorts its input; with a limit it keeps only the best so many. Past 100 MB it spills, or refuses
 * without {@code allowDiskUse}. Threads: immutable.
 *
 * @param limit documents kept, 0 for all
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sort/">$sort</a>
 */
public record SortStage(SortPattern pattern, long limit) implements Stage {
  static Stage parse(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument document)) {
      throw Documents.error(15973, "the $sort key specification must be an object");
    }
    if (document.isEmpty()) {
      throw Documents.error(15976, "$sort stage must have at least one sort key");
    }
    return new SortStage(SortPattern.parse(document, scope), 0);
  }

  /** The same sort that keeps at most {@code most} documents. */
  public SortStage limitedTo(long most) {
    return new SortStage(pattern, limit == 0 ? most : Math.min(limit, most));
  }

  @Override
  public String name() {
    return "$sort";
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.BLOCKING);
  }

  @Override
  public Set<String> metadata(Set<String> before) {
    return before;
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new BlockingCursor(input, context, this::sort);
  }

  private Cursor sort(Cursor input, StageContext context) {
    return StageSorter.of(
        input,
        document -> pattern.key(document, context.scope()),
        name(),
        pattern.keyComparator(),
        limit,
        context);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    pattern.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    BsonDocument body = new BsonDocument("sortKey", pattern.toBson());
    if (limit > 0) {
      body.append("limit", new BsonInt64(limit));
    }
    return new BsonDocument("$sort", body);
  }
}
