package dev.meerkat.engine.plan;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.index.Nearest;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.jspecify.annotations.Nullable;

/**
 * Answers documents in the order of their distance: reads the index in rounds of growing size,
 * measures what is new in each, and answers what no later round can overtake. Each document comes
 * once, at its least distance. Threads: confined to one operation.
 */
final class NearNode implements PlanNode {
  private final Plan.Near plan;
  private final RecordStore records;
  private final EvaluationScope scope;
  private final NodeCounters counters = new NodeCounters();
  private final RecordIdSet seen = new RecordIdSet();
  private final PriorityQueue<Row> rows = new PriorityQueue<>();
  private final NearRounds rounds;
  private final List<PlanNode> scans = new ArrayList<>();
  private StorageReader reader;
  private @Nullable PlanNode round;
  private long foundInRound;
  private @Nullable Row current;

  private record Row(long recordId, Nearest.Place place, DocumentView document)
      implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      int comparison = Double.compare(place.distance(), other.place.distance());
      return comparison != 0 ? comparison : Long.compare(recordId, other.recordId);
    }
  }

  NearNode(Plan.Near plan, RecordStore records, StorageReader reader, EvaluationScope scope) {
    this.plan = plan;
    this.records = records;
    this.reader = reader;
    this.scope = scope;
    this.rounds = new NearRounds(plan);
  }

  @Override
  public Work work() {
    Row nearest = rows.peek();
    if (nearest != null && (nearest.place.distance() <= rounds.distance() || rounds.areOver())) {
      return answer(rows.remove());
    }
    if (round == null) {
      if (rounds.areOver()) {
        return counters.done();
      }
      Plan.IndexScan scan = rounds.next(reader);
      round =
          new FetchNode(
              new Plan.Fetch(scan, plan.filter()),
              new IndexScanNode(scan, reader, scope),
              records,
              reader,
              scope);
      scans.add(round);
      foundInRound = 0;
    }
    read(round);
    return counters.needTime();
  }

  private Work answer(Row row) {
    current = row;
    return counters.advanced();
  }

  private void read(PlanNode from) {
    switch (from.work()) {
      case NEED_TIME -> {}
      case ADVANCED -> {
        if (seen.add(from.recordId())) {
          foundInRound++;
          Nearest.Place place = plan.nearest().measure(from.document());
          if (place != null) {
            rows.add(new Row(from.recordId(), place, from.document().retain()));
          }
        }
      }
      case DONE -> {
        from.close();
        round = null;
        rounds.end(foundInRound);
      }
    }
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
    if (round != null) {
      round.save();
    }
  }

  @Override
  public void restore(StorageReader newReader) {
    counters.restores++;
    reader = newReader;
    if (round != null) {
      round.restore(newReader);
    }
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
    return scans;
  }

  @Override
  public void close() {
    if (round != null) {
      round.close();
    }
  }
}
