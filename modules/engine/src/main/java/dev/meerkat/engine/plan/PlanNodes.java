package dev.meerkat.engine.plan;

import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the running tree of a plan. Threads: confined to one operation.
 *
 * @param returnKey whether index keys are wanted in the documents' place
 * @param wanted how many records the stage at hand will be asked for at most
 * @param ticker measures the stages where they are explained, or null
 */
record PlanNodes(
    RecordStore records,
    StorageReader reader,
    EvaluationScope scope,
    boolean returnKey,
    long wanted,
    @Nullable Ticker ticker) {

  PlanNodes(
      RecordStore records, StorageReader reader, EvaluationScope scope, @Nullable Ticker ticker) {
    this(records, reader, scope, false, Long.MAX_VALUE, ticker);
  }

  private PlanNodes wanting(long most) {
    return new PlanNodes(records, reader, scope, returnKey, most, ticker);
  }

  private PlanNodes ofKeys() {
    return new PlanNodes(records, reader, scope, true, wanted, ticker);
  }

  private PlanNodes wantingAlso(long more) {
    return wanting(wanted > Long.MAX_VALUE - more ? Long.MAX_VALUE : wanted + more);
  }

  PlanNode node(Plan plan) {
    return measured(plainNode(plan));
  }

  /** The stage as it is, or one that measures it. */
  PlanNode measured(PlanNode node) {
    return ticker == null ? node : new TimedNode(node, ticker);
  }

  private PlanNode plainNode(Plan plan) {
    // Each start scans collections of the server's own, and would link the switch anew for that.
    if (plan instanceof Plan.CollectionScan scan) {
      return new CollectionScanNode(scan, records, reader, scope);
    }
    return switch (plan) {
      case Plan.Eof eof -> new EofNode(eof, new NodeCounters());
      case Plan.Express express -> plainNode(express.input());
      case Plan.IdLookup lookup -> new IdLookupNode(lookup, records, reader, scope);
      case Plan.CollectionScan scan -> new CollectionScanNode(scan, records, reader, scope);
      case Plan.IndexScan scan -> new IndexScanNode(scan, reader, scope);
      case Plan.DistinctScan distinct -> new DistinctScanNode(distinct, records, reader, scope);
      case Plan.CountScan count -> new CountScanNode(count, reader, scope);
      case Plan.AndHash and -> new AndHashNode(and, nodes(and.inputs()));
      case Plan.AndSorted and -> new AndSortedNode(and, nodes(and.inputs()));
      case Plan.Fetch fetch ->
          new FetchNode(fetch, node(fetch.input()), records, reader, scope, returnKey ? 1 : wanted);
      case Plan.Covered covered ->
          new CoveredNode(covered, node(covered.input()), records, reader, scope);
      case Plan.Near near -> new NearNode(near, this);
      case Plan.Or or -> new OrNode(or, nodes(or.branches()));
      case Plan.TextOr text -> {
        scope.search();
        yield new TextOrNode(text, nodes(text.inputs()));
      }
      case Plan.TextMatch match -> new TextMatchNode(match, node(match.input()));
      case Plan.SortMerge merge -> new SortMergeNode(merge, nodes(merge.inputs()));
      case Plan.Sort sort ->
          new SortNode(sort, wanting(Long.MAX_VALUE).node(sort.input()), returnKey, scope);
      case Plan.ReturnKey keys -> new ReturnKeyNode(keys, ofKeys().node(keys.input()));
      case Plan.Skip skip -> new SkipNode(skip, wantingAlso(skip.count()).node(skip.input()));
      case Plan.Limit limit -> new LimitNode(limit, wanting(limit.count()).node(limit.input()));
    };
  }

  private List<PlanNode> nodes(List<Plan> plans) {
    List<PlanNode> nodes = new ArrayList<>();
    for (Plan plan : plans) {
      nodes.add(node(plan));
    }
    return nodes;
  }
}
