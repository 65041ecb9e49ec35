package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** {@code properties}: the schemas of fields that are there. Threads: immutable. */
record PropertiesRule(List<Property> properties) implements Rule {
  /** A field and its schema. Threads: immutable. */
  record Property(FieldPath path, Schema schema) {}

  static Rule parse(BsonValue value) {
    List<Property> properties = new ArrayList<>();
    for (Map.Entry<String, BsonValue> field : Keywords.document("properties", value).entrySet()) {
      if (!field.getValue().isDocument()) {
        throw Keywords.mismatch(
            "properties", "must hold an object for the property '" + field.getKey() + "'");
      }
      properties.add(
          new Property(
              FieldPath.of(field.getKey()),
              SchemaParser.parse(field.getValue().asDocument(), false)));
    }
    return new PropertiesRule(List.copyOf(properties));
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    if (type != BsonBytes.DOCUMENT) {
      return true;
    }
    for (int i = 0; i < properties.size(); i++) {
      if (!accepts(properties.get(i), array, offset)) {
        return false;
      }
    }
    return true;
  }

  private static boolean accepts(Property property, byte[] array, int offset) {
    int element = Fields.find(property.path(), array, offset);
    return element < 0
        || property.schema().accepts(array[element], array, BsonBytes.valueOffset(array, element));
  }

  @Override
  public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
    BsonArray failing = new BsonArray();
    for (Property property : properties) {
      if (!accepts(property, array, offset)) {
        int element = Fields.find(property.path(), array, offset);
        BsonDocument error =
            new BsonDocument("propertyName", new BsonString(property.path().dotted()));
        error.putAll(property.schema().annotations());
        failing.add(
            error.append(
                "details",
                property
                    .schema()
                    .failures(array[element], array, BsonBytes.valueOffset(array, element))));
      }
    }
    details.add(
        new BsonDocument("operatorName", new BsonString("properties"))
            .append("propertiesNotSatisfied", failing));
  }
}
