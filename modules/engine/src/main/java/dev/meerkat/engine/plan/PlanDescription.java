package dev.meerkat.engine.plan;

import dev.meerkat.spi.Spills;
import dev.meerkat.spi.query.Filter;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Plans as explain shows them under {@code winningPlan}. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/explain-results/">Explain results</a>
 */
public final class PlanDescription {
  private PlanDescription() {}

  /**
   * The whole tree.
   *
   * @param spills tells what memory a sort may take
   */
  public static BsonDocument of(Plan plan, Spills spills) {
    if (plan instanceof Plan.Express express) {
      return express(express);
    }
    if (ClusteredScans.isToldByInput(plan)) {
      BsonDocument told = of(plan.inputs().getFirst(), spills);
      return plan instanceof Plan.Fetch fetch ? withFilter(told, fetch) : told;
    }
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

  /** The name of a stage that reads the index by which its collection is clustered, else null. */
  public static @Nullable String clusteredStage(Plan plan) {
    return ClusteredScans.read(plan) == null ? null : ClusteredScans.stageName(plan);
  }

  /** A plan that is told as one stage. */
  static BsonDocument express(Plan.Express express) {
    BsonDocument stage = new BsonDocument("stage", new BsonString(express.stageName()));
    if (!express.index().isClustered()) {
      stage
          .append("keyPattern", express.index().definition().keyPattern())
          .append("indexName", new BsonString(express.index().name()));
    }
    return stage;
  }

  /** What a clustered scan is told with the filter of the documents that it has. */
  static BsonDocument withFilter(BsonDocument scan, Plan.Fetch fetch) {
    BsonDocument told = new BsonDocument("stage", scan.getString("stage"));
    appendFilter(told, fetch.filter());
    told.putAll(scan);
    return told;
  }

  /** A stage without its inputs. */
  static BsonDocument own(Plan plan, Spills spills) {
    if (ClusteredScans.read(plan) != null) {
      String name = ClusteredScans.stageName(plan);
      BsonDocument scan = new BsonDocument("stage", new BsonString(name));
      ClusteredScans.append(scan, plan);
      return scan;
    }
    BsonDocument stage = new BsonDocument("stage", new BsonString(plan.stageName()));
    switch (plan) {
      case Plan.Eof eof -> stage.append("type", new BsonString(eof.type()));
      case Plan.Express _ -> {}
      case Plan.IdLookup lookup ->
          stage
              .append("keyPattern", lookup.index().definition().keyPattern())
              .append("indexName", new BsonString(lookup.index().name()));
      case Plan.CollectionScan scan -> {
        appendFilter(stage, scan.filter());
        stage.append("direction", IndexDescription.direction(scan.direction()));
      }
      case Plan.IndexScan scan -> IndexDescription.append(stage, scan);
      case Plan.DistinctScan distinct -> {
        IndexDescription.append(stage, distinct.scan());
        stage
            .append("isFetching", BsonBoolean.valueOf(distinct.isFetching()))
            .append("isShardFiltering", BsonBoolean.FALSE);
      }
      case Plan.CountScan count -> IndexDescription.append(stage, count);
      case Plan.AndHash _, Plan.AndSorted _ -> {}
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

  private static BsonValue number(long value) {
    return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
  }
}
