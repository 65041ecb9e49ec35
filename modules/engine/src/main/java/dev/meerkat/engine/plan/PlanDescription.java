package dev.meerkat.engine.plan;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.Spills;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.storage.Direction;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * Plans as explain shows them under {@code winningPlan}. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/explain-results/">Explain results</a>
 */
public final class PlanDescription {
  private static final JsonWriterSettings SHELL =
      JsonWriterSettings.builder().outputMode(JsonMode.SHELL).build();

  private PlanDescription() {}

  /**
   * The whole tree.
   *
   * @param spills tells what memory a sort may take
   */
  public static BsonDocument of(Plan plan, Spills spills) {
    BsonDocument stage = own(plan, spills);
    List<Plan> inputs = plan.inputs();
    if (inputs.size() == 1) {
      stage.append("inputStage", of(inputs.getFirst(), spills));
    } else if (!inputs.isEmpty()) {
      BsonArray array = new BsonArray();
      inputs.forEach(input -> array.add(of(input, spills)));
      stage.append("inputStages", array);
    }
    return stage;
  }

  /** A stage without its inputs. */
  static BsonDocument own(Plan plan, Spills spills) {
    BsonDocument stage = new BsonDocument("stage", new BsonString(plan.stageName()));
    switch (plan) {
      case Plan.Eof _ -> {}
      case Plan.IdLookup lookup ->
          stage
              .append("keyPattern", lookup.index().definition().keyPattern())
              .append("indexName", new BsonString(lookup.index().name()));
      case Plan.CollectionScan scan -> {
        appendFilter(stage, scan.filter());
        stage.append("direction", direction(scan.direction()));
      }
      case Plan.IndexScan scan -> appendIndexScan(stage, scan);
      case Plan.DistinctScan distinct -> {
        appendIndexScan(stage, distinct.scan());
        stage
            .append("isFetching", BsonBoolean.valueOf(distinct.isFetching()))
            .append("isShardFiltering", BsonBoolean.FALSE);
      }
      case Plan.CountScan count -> {
        appendIndex(stage, count.index(), count.view());
        stage.append("indexBounds", bounds(count.index(), count.view(), count.bounds(), false));
      }
      case Plan.AndHash _ -> {}
      case Plan.Near near ->
          stage
              .append("keyPattern", near.index().definition().keyPattern())
              .append("indexName", new BsonString(near.index().name()))
              .append("indexVersion", new BsonInt32(2));
      case Plan.TextOr _ -> {}
      case Plan.TextMatch match -> {
        stage
            .append("indexPrefix", new BsonDocument())
            .append("indexName", new BsonString(match.index().name()));
        stage.putAll(match.search().describe());
      }
      case Plan.Fetch fetch -> appendFilter(stage, fetch.isTold() ? null : fetch.filter());
      case Plan.Covered _ -> {}
      case Plan.Or _ -> {}
      case Plan.SortMerge merge -> stage.append("sortPattern", merge.pattern().toBson());
      case Plan.Sort sort -> {
        stage.append("sortPattern", sort.pattern().toBson());
        stage.append("memLimit", new BsonInt64(spills.memoryLimitBytes(SortNode.STAGE)));
        if (sort.limit() > 0) {
          stage.append("limitAmount", number(sort.limit()));
        }
        stage.append("type", new BsonString("simple"));
      }
      case Plan.ReturnKey _ -> {}
      case Plan.Skip skip -> stage.append("skipAmount", number(skip.count()));
      case Plan.Limit limit -> stage.append("limitAmount", number(limit.count()));
    }
    return stage;
  }

  private static void appendFilter(BsonDocument stage, @Nullable Filter filter) {
    if (filter != null) {
      stage.append("filter", filter.predicate().describe());
    }
  }

  private static void appendIndexScan(BsonDocument stage, Plan.IndexScan scan) {
    CollectionIndex index = scan.index();
    if (scan.filter() != null) {
      stage.append("filter", scan.filter().describe());
    }
    appendIndex(stage, index, scan.view());
    stage.append("direction", direction(scan.direction()));
    stage.append(
        "indexBounds",
        scan.limits() != null
            ? scan.limits().describe(index, scan.direction())
            : bounds(index, scan.view(), scan.bounds(), scan.direction() == Direction.REVERSE));
  }

  private static void appendIndex(BsonDocument stage, CollectionIndex index, IndexView view) {
    stage
        .append("keyPattern", view.keyPattern())
        .append("indexName", new BsonString(index.name()))
        .append("isMultiKey", BsonBoolean.valueOf(IndexViews.isMultikey(view)))
        .append("isUnique", BsonBoolean.valueOf(index.definition().isUnique()))
        .append("isSparse", BsonBoolean.valueOf(index.definition().isSparse()))
        .append(
            "isPartial",
            BsonBoolean.valueOf(index.definition().spec().containsKey("partialFilterExpression")))
        .append("indexVersion", new BsonInt32(2));
  }

  private static BsonDocument bounds(
      CollectionIndex index, IndexView view, IndexBounds bounds, boolean isReverse) {
    BsonDocument described = new BsonDocument();
    int component = 0;
    for (String path : view.keyPattern().keySet()) {
      boolean reversed = index.ordering().isDescending(component) != isReverse;
      described.append(path, intervals(bounds.components().get(component), reversed));
      component++;
    }
    return described;
  }

  private static BsonArray intervals(List<Interval> intervals, boolean reversed) {
    BsonArray array = new BsonArray();
    for (Interval interval : reversed ? intervals.reversed() : intervals) {
      String low = text(interval.low());
      String high = text(interval.high());
      array.add(
          new BsonString(
              reversed
                  ? (interval.highInclusive() ? "[" : "(")
                      + high
                      + ", "
                      + low
                      + (interval.lowInclusive() ? "]" : ")")
                  : (interval.lowInclusive() ? "[" : "(")
                      + low
                      + ", "
                      + high
                      + (interval.highInclusive() ? "]" : ")")));
    }
    return array;
  }

  private static String text(BsonValue value) {
    return switch (value) {
      case BsonMinKey _ -> "MinKey";
      case BsonMaxKey _ -> "MaxKey";
      default -> {
        String json = new BsonDocument("", value).toJson(SHELL);
        yield json.substring(json.indexOf(':') + 1, json.length() - 1).strip();
      }
    };
  }

  private static BsonString direction(Direction direction) {
    return new BsonString(direction == Direction.FORWARD ? "forward" : "backward");
  }

  private static BsonValue number(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }
}
