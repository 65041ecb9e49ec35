package dev.meerkat.engine.collection;

import dev.meerkat.aggregation.stage.FacetingStage;
import dev.meerkat.aggregation.stage.JoiningStage;
import dev.meerkat.aggregation.stage.UnitingStage;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.ReadCount;
import dev.meerkat.engine.plan.PlanExecutor;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Pipeline;
import dev.meerkat.spi.query.SpillCount;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a pipeline that a plan does not take over, and how many documents come of each.
 * Threads: confined to one operation.
 */
final class PipelineExplanation {
  private static final Set<String> SPILLING =
      Set.of("$bucketAuto", "$graphLookup", "$group", "$setWindowFields", "$sort");

  private final List<Stage> stages;
  private final StageContext context;
  private final Function<UnitingStage, BsonArray> unions;
  private final List<Counted> counted = new ArrayList<>();

  /** Of each stage with pipelines over its own input those, in their order. */
  private final IdentityHashMap<FacetingStage, List<PipelineExplanation>> facets =
      new IdentityHashMap<>();

  /**
   * @param unions explains what a stage adds from elsewhere
   */
  PipelineExplanation(
      List<Stage> stages, StageContext context, Function<UnitingStage, BsonArray> unions) {
    this.stages = stages;
    this.context = context;
    this.unions = unions;
    for (Stage stage : stages) {
      if (stage instanceof FacetingStage facet) {
        List<PipelineExplanation> inner = new ArrayList<>();
        for (Pipeline pipeline : facet.pipelines()) {
          inner.add(new PipelineExplanation(pipeline.stages(), context, unions));
        }
        facets.put(facet, inner);
      }
    }
  }

  /** Runs the stages over a plan; one that writes is left out. */
  void run(PlanExecutor executor) {
    run(executor, 0);
  }

  /** Runs the stages behind the first one, given what that one answers. */
  void runCounted(Cursor first) {
    Counted source = new Counted(first, context, new SpillCount());
    counted.add(source);
    run(source, 1);
  }

  private void run(Cursor source, int from) {
    Cursor cursor = opened(source, from);
    while (cursor.advance()) {
      // What counts is how they were found.
    }
    close();
  }

  private Cursor opened(Cursor source, int from) {
    Cursor cursor = source;
    for (Stage stage : stages.subList(from, stages.size())) {
      if (stage.traits().position() == StageTraits.Position.LAST) {
        break;
      }
      SpillCount spills = new SpillCount();
      Counted next = new Counted(opened(stage, cursor, context.counting(spills)), context, spills);
      counted.add(next);
      cursor = next;
    }
    return cursor;
  }

  private Cursor opened(Stage stage, Cursor input, StageContext counting) {
    if (!(stage instanceof FacetingStage facet)) {
      return stage.open(input, counting);
    }
    List<PipelineExplanation> inner = facets.get(facet);
    return facet.open(
        input,
        counting,
        (index, _, documents, _) ->
            inner == null ? documents : inner.get(index).openedFacet(documents));
  }

  /** Opens the stages over documents that are counted, too. */
  private Cursor openedFacet(Cursor documents) {
    Counted source = new Counted(documents, context, new SpillCount());
    counted.add(source);
    return opened(source, 0);
  }

  private void close() {
    counted.reversed().forEach(each -> each.input.close());
    facets.values().forEach(inner -> inner.forEach(PipelineExplanation::close));
  }

  /** The explanation of the plan with the stages after it. */
  BsonDocument over(BsonDocument plan) {
    if (stages.isEmpty()) {
      return plan;
    }
    BsonDocument cursor = new BsonDocument("queryPlanner", plan.get("queryPlanner"));
    if (plan.containsKey("executionStats")) {
      cursor.append("executionStats", plan.get("executionStats"));
    }
    BsonDocument source = new BsonDocument("$cursor", cursor);
    if (plan.isDocument("executionStats")) {
      appendRun(source, plan.getDocument("executionStats"));
    }
    BsonArray all = new BsonArray(List.of(source));
    all.addAll(stages());
    return new BsonDocument("explainVersion", new BsonString("1")).append("stages", all);
  }

  /** What the plan has done, as a stage of the pipeline tells it. */
  private static void appendRun(BsonDocument source, BsonDocument stats) {
    long millis =
        stats
            .getDocument("executionStages")
            .getNumber(PlanExplanation.ESTIMATE, new BsonInt64(0))
            .longValue();
    source
        .append("nReturned", new BsonInt64(stats.getNumber("nReturned").longValue()))
        .append(PlanExplanation.ESTIMATE, new BsonInt64(millis));
  }

  BsonArray stages() {
    BsonArray described = new BsonArray();
    for (int i = 0; i < stages.size(); i++) {
      described.add(described(stages.get(i), i < counted.size() ? counted.get(i) : null));
    }
    return described;
  }

  private BsonDocument described(Stage stage, @Nullable Counted ran) {
    BsonDocument described = new BsonDocument();
    described.putAll(
        switch (stage) {
          case UnitingStage union -> union.describe(unions.apply(union));
          case FacetingStage facet -> facet(facet);
          default -> stage.describe();
        });
    if (stage instanceof JoiningStage joining) {
      described.append("strategy", new BsonString(joining.strategy(context)));
    }
    if (ran != null) {
      if (SPILLING.contains(stage.name())) {
        described.append("usedDisk", BsonBoolean.valueOf(ran.spills.spills() > 0));
        described.append("spills", new BsonInt64(ran.spills.spills()));
      }
      ran.appendTo(described);
      if (stage instanceof JoiningStage) {
        ran.appendReads(described);
      }
    }
    return described;
  }

  private BsonDocument facet(FacetingStage facet) {
    BsonDocument body = new BsonDocument();
    List<PipelineExplanation> inner = facets.getOrDefault(facet, List.of());
    for (int i = 0; i < inner.size(); i++) {
      body.append(facet.names().get(i), inner.get(i).facetStages());
    }
    return new BsonDocument(facet.name(), body);
  }

  /** The stages behind the one that hands the documents to each pipeline. */
  private BsonArray facetStages() {
    BsonDocument source = new BsonDocument("$internalFacetTeeConsumer", new BsonDocument());
    if (!counted.isEmpty()) {
      counted.getFirst().appendTo(source);
    }
    BsonArray all = new BsonArray(List.of(source));
    for (int i = 0; i < stages.size(); i++) {
      all.add(described(stages.get(i), i + 1 < counted.size() ? counted.get(i + 1) : null));
    }
    return all;
  }

  /**
   * Counts what a stage answers, and the time until it does. Threads: confined to one operation.
   */
  private static final class Counted implements Cursor {
    private final Cursor input;
    private final StageContext context;
    private final SpillCount spills;
    private final ReadCount reads = new ReadCount();
    private long returned;
    private long nanos;

    Counted(Cursor input, StageContext context, SpillCount spills) {
      this.input = input;
      this.context = context;
      this.spills = spills;
    }

    void appendTo(BsonDocument stage) {
      stage
          .append("nReturned", new BsonInt64(returned))
          .append(PlanExplanation.ESTIMATE, new BsonInt64(nanos / 1_000_000));
    }

    /** What was found elsewhere, and how. */
    void appendReads(BsonDocument stage) {
      BsonArray indexes = new BsonArray();
      reads.indexes().forEach(index -> indexes.add(new BsonString(index)));
      stage
          .append("totalDocsExamined", new BsonInt64(reads.documents()))
          .append("totalKeysExamined", new BsonInt64(reads.keys()))
          .append("collectionScans", new BsonInt64(reads.scans()))
          .append("indexesUsed", indexes);
    }

    @Override
    public boolean advance() {
      long began = context.operation().ticker().nanos();
      boolean more = context.operation() instanceof Execution run ? counted(run) : input.advance();
      nanos += context.operation().ticker().nanos() - began;
      returned += more ? 1 : 0;
      return more;
    }

    /** The stages before it count for themselves. */
    private boolean counted(Execution run) {
      ReadCount before = run.countReads(reads);
      try {
        return input.advance();
      } finally {
        run.countReads(before);
      }
    }

    @Override
    public DocumentView current() {
      return input.current();
    }

    /** The plan below is still to tell what it has done. */
    @Override
    public void close() {}
  }
}
