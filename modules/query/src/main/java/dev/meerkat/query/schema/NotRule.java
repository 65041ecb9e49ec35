package dev.meerkat.query.schema;

import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** {@code not}. Threads: immutable. */
record NotRule(Schema schema) implements Rule {

  static Rule parse(BsonValue value, boolean isRoot) {
    return new NotRule(SchemaParser.parse(Keywords.document("not", value), isRoot));
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    return !schema.accepts(type, array, offset);
  }

  @Override
  public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
    details.add(
        new BsonDocument("operatorName", new BsonString("not"))
            .append("reason", new BsonString("child expression matched")));
  }
}
