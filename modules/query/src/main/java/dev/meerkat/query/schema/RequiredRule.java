package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.values.FieldPath;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** {@code required}: fields that must be there. Threads: immutable. */
record RequiredRule(List<FieldPath> paths, BsonValue value) implements Rule {

  static Rule parse(BsonValue value) {
    return new RequiredRule(Keywords.names("required", Keywords.array("required", value)), value);
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    return type != BsonBytes.DOCUMENT || areThere(paths, array, offset);
  }

  static boolean areThere(List<FieldPath> paths, byte[] array, int offset) {
    for (int i = 0; i < paths.size(); i++) {
      if (!Fields.exists(paths.get(i), array, offset)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
    details.add(
        new BsonDocument("operatorName", new BsonString("required"))
            .append("specifiedAs", new BsonDocument("required", value))
            .append("missingProperties", missing(paths, array, offset)));
  }

  static BsonArray missing(List<FieldPath> paths, byte[] array, int offset) {
    BsonArray missing = new BsonArray();
    for (FieldPath path : paths) {
      if (!Fields.exists(path, array, offset)) {
        missing.add(new BsonString(path.dotted()));
      }
    }
    return missing;
  }
}
