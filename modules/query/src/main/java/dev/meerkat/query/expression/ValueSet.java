package dev.meerkat.query.expression;

import dev.meerkat.spi.ValueOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A set of values under MongoDB's equality: {@code 1} and {@code 1.0} are one. It keeps the first
 * form of a value and the order of arrival. Threads: confined to one operation.
 */
public final class ValueSet {
  private final ValueOrder order;
  private final Map<Entry, BsonValue> entries = new LinkedHashMap<>();

  public ValueSet(ValueOrder order) {
    this.order = order;
  }

  /** Adds a value; answers false where it is there already. */
  public boolean add(BsonValue value) {
    return entries.putIfAbsent(new Entry(order, value), value) == null;
  }

  public void addAll(List<BsonValue> values) {
    for (BsonValue value : values) {
      add(value);
    }
  }

  public boolean contains(BsonValue value) {
    return entries.containsKey(new Entry(order, value));
  }

  public boolean remove(BsonValue value) {
    return entries.remove(new Entry(order, value)) != null;
  }

  public int size() {
    return entries.size();
  }

  /** The values, in the order of their arrival. */
  public BsonArray toArray() {
    return new BsonArray(new ArrayList<>(entries.values()));
  }

  private static final class Entry {
    private final ValueOrder order;
    private final BsonValue value;
    private final int hash;

    Entry(ValueOrder order, BsonValue value) {
      this.order = order;
      this.value = value;
      this.hash = order.hash(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Entry entry && hash == entry.hash && order.equal(value, entry.value);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
