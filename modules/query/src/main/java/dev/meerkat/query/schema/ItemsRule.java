package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code items} and {@code additionalItems} with one schema: all items from an index on satisfy it.
 * Threads: immutable.
 */
record ItemsRule(String keyword, String reason, int start, Schema schema) implements Rule {

  static Rule parse(BsonValue value) {
    if (value.isArray()) {
      return TupleRule.parse(value.asArray());
    }
    if (!value.isDocument()) {
      throw Keywords.mismatch("items", "must be an array or an object");
    }
    return new ItemsRule(
        "items",
        "At least one item did not match the sub-schema",
        0,
        SchemaParser.parse(value.asDocument(), false));
  }

  /** {@code additionalItems} speaks of what stands behind the list that {@code items} gives. */
  static @Nullable Rule parseAdditional(BsonValue value, @Nullable BsonValue items) {
    if (!value.isDocument() && !value.isBoolean()) {
      throw Keywords.mismatch("additionalItems", "must be either an object or a boolean");
    }
    Schema schema = value.isDocument() ? SchemaParser.parse(value.asDocument(), false) : null;
    if (items == null || !items.isArray() || Schema.isTrue(value)) {
      return null;
    }
    int start = items.asArray().size();
    return schema == null
        ? new NoMoreItemsRule(start)
        : new ItemsRule(
            "additionalItems",
            "At least one additional item did not match the sub-schema",
            start,
            schema);
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    if (type != BsonBytes.ARRAY) {
      return true;
    }
    for (int element = ArrayItems.skip(array, offset, start);
        array[element] != BsonBytes.END;
        element = BsonBytes.nextElement(array, element)) {
      if (!schema.accepts(array[element], array, BsonBytes.valueOffset(array, element))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
    int element = ArrayItems.skip(array, offset, start);
    int index = start;
    while (schema.accepts(array[element], array, BsonBytes.valueOffset(array, element))) {
      element = BsonBytes.nextElement(array, element);
      index++;
    }
    BsonDocument error = new BsonDocument("operatorName", new BsonString(keyword));
    error.putAll(schema.annotations());
    details.add(
        error
            .append("reason", new BsonString(reason))
            .append("itemIndex", new BsonInt64(index))
            .append(
                "details",
                schema.failures(array[element], array, BsonBytes.valueOffset(array, element))));
  }

  /** {@code items} with a list: the schema of each place. Threads: immutable. */
  record TupleRule(List<Schema> schemas) implements Rule {
    static Rule parse(BsonArray list) {
      List<Schema> schemas = new ArrayList<>(list.size());
      for (BsonValue schema : list) {
        if (!schema.isDocument()) {
          throw Keywords.mismatch("items", "requires that each element of the array is an object");
        }
        schemas.add(SchemaParser.parse(schema.asDocument(), false));
      }
      return new TupleRule(List.copyOf(schemas));
    }

    @Override
    public boolean accepts(byte type, byte[] array, int offset) {
      if (type != BsonBytes.ARRAY) {
        return true;
      }
      int element = BsonBytes.firstElement(offset);
      for (int i = 0; i < schemas.size() && array[element] != BsonBytes.END; i++) {
        int value = BsonBytes.valueOffset(array, element);
        if (!schemas.get(i).accepts(array[element], array, value)) {
          return false;
        }
        element = BsonBytes.nextElement(array, element);
      }
      return true;
    }

    @Override
    public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
      BsonArray failing = new BsonArray();
      int element = BsonBytes.firstElement(offset);
      for (int i = 0; i < schemas.size() && array[element] != BsonBytes.END; i++) {
        int value = BsonBytes.valueOffset(array, element);
        if (!schemas.get(i).accepts(array[element], array, value)) {
          failing.add(
              new BsonDocument("itemIndex", new BsonInt64(i))
                  .append("details", schemas.get(i).failures(array[element], array, value)));
        }
        element = BsonBytes.nextElement(array, element);
      }
      details.add(
          new BsonDocument("operatorName", new BsonString("items")).append("details", failing));
    }
  }

  /** {@code additionalItems: false}. Threads: immutable. */
  record NoMoreItemsRule(int start) implements Rule {
    @Override
    public boolean accepts(byte type, byte[] array, int offset) {
      return type != BsonBytes.ARRAY
          || array[ArrayItems.skip(array, offset, start)] == BsonBytes.END;
    }

    @Override
    public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
      details.add(
          CheckRule.details("additionalItems", BsonBoolean.FALSE, "found additional items")
              .append("additionalItems", ArrayItems.from(array, offset, start)));
    }
  }
}
