package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.index.Nearest;
import dev.meerkat.spi.storage.StorageReader;
import java.util.List;
import java.util.PriorityQueue;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.jspecify.annotations.Nullable;

/**
 * Answers documents in the order of their distance: reads those whose keys are nearest, measures
 * them, and answers what nothing that is still unread can overtake. Each document comes once, at
 * its least distance. Threads: confined to one operation.
 */
final class NearNode implements PlanNode {
  private final Plan.Near plan;
  private final NodeCounters counters = new NodeCounters();
  private final PriorityQueue<Row> rows = new PriorityQueue<>();
  private final NearScanNode keys;
  private final PlanNode documents;
  private @Nullable Row current;

  private record Row(long recordId, Nearest.Place place, DocumentView document)
      implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      int comparison = Double.compare(place.distance(), other.place.distance());
      return comparison != 0 ? comparison : Long.compare(recordId, other.recordId);
    }
  }

  NearNode(Plan.Near plan, PlanNodes nodes) {
    this.plan = plan;
    this.counters.intervals = nodes.ticker() == null ? null : new SearchIntervals(plan.nearest());
    this.keys = new NearScanNode(plan, nodes.reader(), nodes.scope());
    this.documents =
        nodes.measured(
            new FetchNode(
                new Plan.Fetch(keys.plan(), plan.filter()),
                nodes.measured(keys),
                nodes.records(),
                nodes.reader(),
                nodes.scope(),
                Long.MAX_VALUE));
  }

  @Override
  public Work work() {
    Row nearest = rows.peek();
    if (nearest != null && nearest.place.distance() < keys.least()) {
      current = rows.remove();
      if (counters.intervals != null) {
        counters.intervals.answered(keys.least());
      }
      return counters.advanced();
    }
    if (counters.intervals != null) {
      counters.intervals.reading(keys.least());
    }
    return switch (documents.work()) {
      case DONE -> counters.done();
      case NEED_TIME -> counters.needTime();
      case ADVANCED -> {
        Nearest.Place place = plan.nearest().measure(documents.document());
        if (place != null) {
          if (counters.intervals != null) {
            counters.intervals.buffered();
          }
          rows.add(new Row(documents.recordId(), place, documents.document().retain()));
        }
        yield counters.needTime();
      }
    };
  }

  private Row row() {
    if (current == null) {
      throw new IllegalStateException("no record");
    }
    return current;
  }

  @Override
  public long recordId() {
    return row().recordId;
  }

  @Override
  public DocumentView document() {
    Row row = row();
    return row.document.withMetadata(
        new BsonDocument("geoNearDistance", new BsonDouble(row.place.distance()))
            .append("geoNearPoint", row.place.value()));
  }

  @Override
  public void save() {
    counters.saves++;
    documents.save();
  }

  @Override
  public void restore(StorageReader newReader) {
    counters.restores++;
    documents.restore(newReader);
  }

  @Override
  public Plan.Near plan() {
    return plan;
  }

  @Override
  public NodeCounters counters() {
    return counters;
  }

  @Override
  public List<PlanNode> inputs() {
    return List.of(documents);
  }

  @Override
  public void close() {
    documents.close();
  }
}
