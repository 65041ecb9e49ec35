package dev.meerkat.query.schema;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** {@code allOf}, {@code anyOf} and {@code oneOf}. Threads: immutable. */
record CompositionRule(Kind kind, List<Schema> schemas) implements Rule {
  /** How many of the schemas a value must satisfy. */
  enum Kind {
    ALL_OF("allOf"),
    ANY_OF("anyOf"),
    ONE_OF("oneOf");

    private final String keyword;

    Kind(String keyword) {
      this.keyword = keyword;
    }
  }

  static Rule parse(Kind kind, BsonValue value, boolean isRoot) {
    BsonArray list = Keywords.array(kind.keyword, value);
    if (list.isEmpty()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "$jsonSchema keyword '" + kind.keyword + "' must be a non-empty array");
    }
    List<Schema> schemas = new ArrayList<>(list.size());
    for (BsonValue schema : list) {
      if (!schema.isDocument()) {
        throw Keywords.mismatch(kind.keyword, "must be an array of objects");
      }
      schemas.add(SchemaParser.parse(schema.asDocument(), isRoot));
    }
    return new CompositionRule(kind, List.copyOf(schemas));
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    int satisfied = 0;
    for (int i = 0; i < schemas.size(); i++) {
      if (schemas.get(i).accepts(type, array, offset)) {
        satisfied++;
        if (kind == Kind.ANY_OF) {
          return true;
        }
      } else if (kind == Kind.ALL_OF) {
        return false;
      }
    }
    return kind == Kind.ALL_OF || (kind == Kind.ONE_OF && satisfied == 1);
  }

  @Override
  public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
    BsonDocument error = new BsonDocument("operatorName", new BsonString(kind.keyword));
    BsonArray satisfied = new BsonArray();
    BsonArray failing = new BsonArray();
    for (int i = 0; i < schemas.size(); i++) {
      Schema schema = schemas.get(i);
      if (schema.accepts(type, array, offset)) {
        satisfied.add(new BsonInt32(i));
      } else {
        BsonDocument part = new BsonDocument("index", new BsonInt64(i));
        part.putAll(schema.annotations());
        failing.add(part.append("details", schema.failures(type, array, offset)));
      }
    }
    details.add(
        kind == Kind.ONE_OF && !satisfied.isEmpty()
            ? error
                .append("reason", new BsonString("more than one subschema matched"))
                .append("matchingSchemaIndexes", satisfied)
            : error.append("schemasNotSatisfied", failing));
  }
}
