package dev.meerkat.aggregation.stage;

import dev.meerkat.aggregation.stage.DensifyStage.Bounds;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.StageContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Puts documents between those of its input, one at a time. Each partition remembers the last value
 * that lay on its steps; a document that lies more than a step above it begins a {@link Gap}.
 * Threads: confined to one operation.
 */
final class DensifyCursor implements Cursor {
  private static final BsonDocument NO_FIELDS = new BsonDocument();
  private static final long MOST_GENERATED = 500_000;

  private final Cursor input;
  private final DensifyStage stage;
  private final StageContext context;
  private final long mostGenerated;
  private final long mostBytes;
  private final Map<BsonDocument, Partition> partitions;
  private final List<Partition> byArrival = new ArrayList<>();
  private @Nullable BsonValue start;
  private @Nullable BsonValue end;
  private @Nullable Gap gap;
  private @Nullable Iterator<Partition> unfinished;
  private @Nullable DocumentView current;
  private long partitionBytes;
  private long generated;

  DensifyCursor(Cursor input, DensifyStage stage, StageContext context) {
    this.input = input;
    this.stage = stage;
    this.context = context;
    this.mostGenerated =
        context.scope().spills().limit("internalQueryMaxAllowedDensifyDocs", MOST_GENERATED);
    this.mostBytes = context.scope().spills().memoryLimitBytes("$densify");
    this.partitions = new TreeMap<>(stage.order()::compare);
    if (stage.bounds() instanceof Bounds.Explicit(BsonValue lower, BsonValue upper)) {
      start = lower;
      end = upper;
      if (stage.partition() == null) {
        // The range is filled although no document may come.
        partition(NO_FIELDS).last = stage.step().before(lower);
      }
    }
  }

  /** The documents that share the values of the partition's fields. */
  private static final class Partition {
    private final BsonDocument fields;

    /** The last value on the steps; null before the first document. */
    private @Nullable BsonValue last;

    Partition(BsonDocument fields) {
      this.fields = fields;
    }
  }

  /** Values that documents are being made for. */
  private static final class Gap {
    private final Partition partition;

    /** The partition's fields as the document behind the gap has them. */
    private final BsonDocument fields;

    private final BsonValue end;
    private final boolean isEndIncluded;

    /** The document behind the gap, or null at the end of a partition. */
    private final @Nullable Occupied behind;

    private BsonValue next;

    Gap(
        Partition partition,
        BsonDocument fields,
        BsonValue next,
        BsonValue end,
        boolean isEndIncluded,
        @Nullable Occupied behind) {
      this.partition = partition;
      this.fields = fields;
      this.next = next;
      this.end = end;
      this.isEndIncluded = isEndIncluded;
      this.behind = behind;
    }
  }

  /** A document of the input with its value. */
  private record Occupied(DocumentView document, BsonValue value) {}

  @Override
  public boolean advance() {
    current = null;
    while (current == null) {
      context.operation().checkInterrupted();
      Gap open = gap;
      if (open != null) {
        fill(open);
      } else if (unfinished == null && input.advance()) {
        take(input.current());
      } else if (!finishNext()) {
        return false;
      }
    }
    return true;
  }

  private void fill(Gap open) {
    int comparison = compare(open.next, open.end);
    if (comparison < 0 || (comparison == 0 && open.isEndIncluded)) {
      current = generate(open.fields, open.next);
      open.partition.last = open.next;
      open.next = stage.step().after(open.next);
      return;
    }
    gap = null;
    if (open.behind != null) {
      if (compare(open.behind.value, open.next) == 0) {
        open.partition.last = open.behind.value;
      }
      current = open.behind.document;
    }
  }

  private DocumentView generate(BsonDocument fields, BsonValue value) {
    generated++;
    if (generated > mostGenerated) {
      throw Documents.error(
          5897900,
          "Generated "
              + generated
              + " documents in $densify, which is over the limit of "
              + mostGenerated
              + ". Increase the 'internalQueryMaxAllowedDensifyDocs' parameter to allow more"
              + " generated documents");
    }
    checkPlace(fields);
    return DocumentView.of(NestedFields.with(fields, stage.field(), value));
  }

  /** Answers a document of the input, or sets it behind a gap. */
  private void take(DocumentView document) {
    BsonValue value = NestedFields.find(document, stage.field());
    if (value == null
        || value.getBsonType() == BsonType.NULL
        || value.getBsonType() == BsonType.UNDEFINED) {
      current = document;
      return;
    }
    check(value);
    if (stage.bounds() instanceof Bounds.Full) {
      start = start == null ? value : start;
      end = value;
    }
    Partition partition = partition(fields(document));
    BsonValue last = partition.last;
    if (last == null) {
      begin(partition, document, value);
      return;
    }
    BsonValue upper = stage.bounds() instanceof Bounds.Explicit ? end : null;
    if (upper != null && compare(last, upper) >= 0) {
      current = document;
      return;
    }
    BsonValue lower = stage.bounds() instanceof Bounds.Explicit ? start : null;
    if (lower != null && compare(last, lower) < 0) {
      last = stage.step().before(lower);
    }
    if (compare(last, value) > 0) {
      current = document;
    } else {
      fillUpTo(partition, last, document, value);
    }
  }

  /** The first document of a partition. */
  private void begin(Partition partition, DocumentView document, BsonValue value) {
    BsonValue first = start;
    if (first != null && compare(value, first) > 0) {
      BsonValue before = stage.step().before(first);
      if (stage.bounds() instanceof Bounds.Explicit) {
        partition.last = first;
        fillUpTo(partition, before, document, value);
        return;
      }
      if (compare(value, stage.step().after(first)) > 0) {
        fillUpTo(partition, before, document, value);
        return;
      }
      // It lies within the first step, whose document is made when another comes, or at the end.
      partition.last = before;
    } else {
      partition.last = value;
    }
    current = document;
  }

  private void fillUpTo(
      Partition partition, BsonValue last, DocumentView document, BsonValue value) {
    boolean isExplicit = stage.bounds() instanceof Bounds.Explicit;
    BsonValue upper = isExplicit ? end : null;
    BsonValue next = stage.step().after(last);
    if (isExplicit && start != null && compare(next, start) < 0) {
      // A month before the 31st of March is the 28th of February, and a month after that the 28th.
      next = start;
    }
    int comparison = compare(value, next);
    if (comparison <= 0 || (upper != null && compare(next, upper) >= 0)) {
      if (comparison == 0) {
        partition.last = value;
      }
      current = document;
      return;
    }
    BsonValue before = upper != null && compare(upper, value) <= 0 ? upper : value;
    gap =
        new Gap(
            partition,
            fields(document),
            next,
            before,
            false,
            new Occupied(document.retain(), value));
  }

  /** After the input: begins with what the next partition lacks at its end, if there is one. */
  private boolean finishNext() {
    if (unfinished == null) {
      unfinished = byArrival.iterator();
    }
    BsonValue lower = start;
    BsonValue upper = end;
    if (lower == null || upper == null || !unfinished.hasNext()) {
      return false;
    }
    Partition partition = unfinished.next();
    BsonValue last = partition.last;
    BsonValue next = last == null || compare(last, lower) < 0 ? lower : stage.step().after(last);
    gap =
        new Gap(
            partition, partition.fields, next, upper, stage.bounds() instanceof Bounds.Full, null);
    return true;
  }

  private BsonDocument fields(DocumentView document) {
    BsonValue fields =
        stage.partition() == null ? null : stage.partition().evaluate(document, context.scope());
    return fields == null ? NO_FIELDS : fields.asDocument();
  }

  private Partition partition(BsonDocument fields) {
    Partition known = partitions.get(fields);
    if (known != null) {
      return known;
    }
    Partition added = new Partition(fields);
    partitions.put(fields, added);
    byArrival.add(added);
    partitionBytes += DocumentView.of(fields).length() + 64L;
    if (partitionBytes > mostBytes) {
      throw Documents.error(6007200, "$densify exceeded memory limit of " + mostBytes);
    }
    return added;
  }

  private void check(BsonValue value) {
    boolean isDate = value.isDateTime();
    if (!isDate && !value.isNumber()) {
      throw Documents.error(5733201, "Densify field type must be numeric or a date");
    }
    if (isDate != (stage.step().unit() != null)) {
      throw Documents.error(
          6053600,
          isDate
              ? "Encountered date densify value in collection when step does not have a date unit."
              : "Encountered numeric densify value in collection when step has a date unit.");
    }
  }

  /** Whether the partition's fields leave a place for the value. */
  private void checkPlace(BsonDocument fields) {
    BsonDocument parent = fields;
    for (int i = 0; i < stage.field().size() - 1; i++) {
      BsonValue child = parent.get(stage.field().component(i));
      if (child == null) {
        return;
      }
      if (child.isArray()) {
        throw Documents.error(5733307, "$densify cannot generate fields nested inside arrays");
      }
      if (!child.isDocument()) {
        throw Documents.error(5733308, "$densify cannot overwrite non-object values with objects");
      }
      parent = child.asDocument();
    }
  }

  private int compare(BsonValue a, BsonValue b) {
    return stage.order().compare(a, b);
  }

  @Override
  public DocumentView current() {
    if (current == null) {
      throw new IllegalStateException("no document");
    }
    return current;
  }

  @Override
  public void close() {
    input.close();
  }
}
