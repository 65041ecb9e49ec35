package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt64;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * Keeps a random sample of its input. Threads: immutable.
 *
 * @param size documents, 1 or more
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/sample/">$sample</a>
 */
record SampleStage(long size) implements Stage {
  static Stage parse(BsonValue spec) {
    if (!(spec instanceof BsonDocument fields)) {
      throw Documents.error(28745, "the $sample stage specification must be an object");
    }
    BsonValue size = null;
    for (Map.Entry<String, BsonValue> field : fields.entrySet()) {
      if (!field.getKey().equals("size")) {
        throw Documents.error(28748, "unrecognized option to $sample: " + field.getKey());
      }
      size = field.getValue();
      if (!size.isNumber()) {
        throw Documents.error(28746, "size argument to $sample must be a number");
      }
    }
    if (size == null) {
      throw Documents.error(28749, "$sample stage must specify a size");
    }
    long count = rounded(size);
    if (count <= 0) {
      throw Documents.error(28747, "size argument to $sample must be a positive integer");
    }
    return new SampleStage(count);
  }

  private static long rounded(BsonValue size) {
    if (size.isDecimal128()) {
      Decimal128 decimal = size.asDecimal128().getValue();
      if (decimal.isNaN() || decimal.isInfinite()) {
        return Numbers.saturatedLong(size);
      }
      return Numbers.saturatedLong(new BsonDouble(Math.rint(Numbers.toDouble(size))));
    }
    return Numbers.saturatedLong(size);
  }

  @Override
  public String name() {
    return "$sample";
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
    return new BlockingCursor(input, context, this::sample);
  }

  /** Gives each document a random key and keeps those with the least ones. */
  private Cursor sample(Cursor input, StageContext context) {
    PriorityQueue<Keyed> kept = new PriorityQueue<>((a, b) -> Double.compare(b.key, a.key));
    MemoryLimit memory = new MemoryLimit("$sample", context);
    while (input.advance()) {
      double key = context.scope().seeds().nextDouble();
      if (kept.size() < size) {
        memory.add(input.current().length() + 64L);
        kept.add(new Keyed(key, input.current().retain()));
      } else if (key < kept.element().key) {
        memory.add(input.current().length() - kept.remove().document.length());
        kept.add(new Keyed(key, input.current().retain()));
      }
      context.operation().checkInterrupted();
    }
    List<Keyed> sorted = new ArrayList<>(kept);
    sorted.sort(Comparator.comparingDouble(Keyed::key));
    List<DocumentView> documents = new ArrayList<>(sorted.size());
    for (Keyed keyed : sorted) {
      documents.add(keyed.document);
    }
    return new ListCursor(documents);
  }

  @Override
  public void dependencies(Dependencies dependencies) {}

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$sample", new BsonDocument("size", new BsonInt64(size)));
  }

  private record Keyed(double key, DocumentView document) {}
}
