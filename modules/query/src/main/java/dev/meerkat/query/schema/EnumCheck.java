package dev.meerkat.query.schema;

import dev.meerkat.query.filter.Operand;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonValue;

/**
 * {@code enum}: one of some values; the order of a document's fields does not matter. Threads:
 * immutable.
 */
record EnumCheck(List<Operand> values) implements ValueCheck {

  static Rule parse(BsonValue value) {
    BsonArray list = Keywords.array("enum", value);
    if (list.isEmpty()) {
      throw Keywords.malformed("enum", "cannot be an empty array");
    }
    List<Operand> values = new ArrayList<>(list.size());
    for (BsonValue member : list) {
      Operand operand = Operand.of(member);
      if (contains(values, operand.type(), operand.array(), operand.offset())) {
        throw Keywords.malformed("enum", "array cannot contain duplicate values.");
      }
      values.add(operand);
    }
    return new CheckRule(
        "enum", value, "value was not found in enum", new EnumCheck(List.copyOf(values)));
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    return contains(values, type, array, offset);
  }

  private static boolean contains(List<Operand> values, byte type, byte[] array, int offset) {
    for (int i = 0; i < values.size(); i++) {
      Operand value = values.get(i);
      if (UnorderedValues.equal(value.type(), value.array(), value.offset(), type, array, offset)) {
        return true;
      }
    }
    return false;
  }
}
