package dev.meerkat.aggregation.stage;

import dev.meerkat.query.sort.SortKey;
import dev.meerkat.query.sort.SortPattern;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/**
 * Sorts its input; with a limit it keeps only the best so many. It works in memory, up to 100 MB:
 * with {@code allowDiskUse} it goes on in memory beyond that, for nothing is spilled yet. Threads:
 * immutable.
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
    Comparator<Entry> order =
        Comparator.comparing(Entry::key, pattern.keyComparator()).thenComparingLong(Entry::arrival);
    MemoryLimit memory = new MemoryLimit("$sort", context);
    List<Entry> entries =
        limit > 0 && limit < Integer.MAX_VALUE
            ? best(input, context, order, memory)
            : all(input, context, memory);
    entries.sort(order);
    List<DocumentView> documents = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      documents.add(entry.document);
    }
    return new ListCursor(documents);
  }

  private List<Entry> all(Cursor input, StageContext context, MemoryLimit memory) {
    List<Entry> entries = new ArrayList<>();
    while (input.advance()) {
      Entry entry = entry(input.current(), entries.size(), context);
      memory.add(entry.size());
      entries.add(entry);
      context.operation().checkInterrupted();
    }
    return entries;
  }

  private List<Entry> best(
      Cursor input, StageContext context, Comparator<Entry> order, MemoryLimit memory) {
    PriorityQueue<Entry> worstFirst = new PriorityQueue<>(order.reversed());
    long arrival = 0;
    while (input.advance()) {
      Entry entry = entry(input.current(), arrival++, context);
      memory.add(entry.size());
      worstFirst.add(entry);
      if (worstFirst.size() > limit) {
        Entry worst = worstFirst.remove();
        memory.add(-worst.size());
      }
      context.operation().checkInterrupted();
    }
    return new ArrayList<>(worstFirst);
  }

  private Entry entry(DocumentView document, long arrival, StageContext context) {
    return new Entry(pattern.key(document, context.scope()), arrival, document.retain());
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

  private record Entry(SortKey key, long arrival, DocumentView document) {
    long size() {
      return 64L + key.memoryBytes() + document.length();
    }
  }
}
