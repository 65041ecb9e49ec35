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
import org.jspecify.annotations.Nullable;

/** {@code dependencies}: what must hold where a field is there. Threads: immutable. */
record DependenciesRule(List<Dependency> dependencies) implements Rule {
  /**
   * What a field depends on. Threads: immutable.
   *
   * @param schema what the document must satisfy, or null
   * @param others the fields that must be there where {@code schema} is null
   */
  record Dependency(FieldPath path, @Nullable Schema schema, List<FieldPath> others) {
    boolean accepts(byte type, byte[] array, int offset) {
      if (!Fields.exists(path, array, offset)) {
        return true;
      }
      return schema == null
          ? RequiredRule.areThere(others, array, offset)
          : schema.accepts(type, array, offset);
    }
  }

  static Rule parse(BsonValue value, boolean isRoot) {
    List<Dependency> dependencies = new ArrayList<>();
    for (Map.Entry<String, BsonValue> field : Keywords.document("dependencies", value).entrySet()) {
      FieldPath path = FieldPath.of(field.getKey());
      dependencies.add(
          switch (field.getValue()) {
            case BsonDocument schema ->
                new Dependency(path, SchemaParser.parse(schema, isRoot), List.of());
            case BsonArray names ->
                new Dependency(path, null, Keywords.names("dependencies", names));
            default ->
                throw Keywords.mismatch(
                    "dependencies",
                    "must hold an object or an array for the property '" + field.getKey() + "'");
          });
    }
    return new DependenciesRule(List.copyOf(dependencies));
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    if (type != BsonBytes.DOCUMENT) {
      return true;
    }
    for (int i = 0; i < dependencies.size(); i++) {
      if (!dependencies.get(i).accepts(type, array, offset)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
    BsonArray failing = new BsonArray();
    for (Dependency dependency : dependencies) {
      if (!dependency.accepts(type, array, offset)) {
        BsonDocument error =
            new BsonDocument("conditionalProperty", new BsonString(dependency.path().dotted()));
        failing.add(
            dependency.schema() == null
                ? error.append(
                    "missingProperties", RequiredRule.missing(dependency.others(), array, offset))
                : error.append("details", dependency.schema().failures(type, array, offset)));
      }
    }
    details.add(
        new BsonDocument("operatorName", new BsonString("dependencies"))
            .append("failingDependencies", failing));
  }
}
