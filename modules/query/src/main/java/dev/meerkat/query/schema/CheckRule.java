package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.TypeNames;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * A keyword that is a condition on one value. Threads: immutable.
 *
 * @param specifiedAs how the keyword is written
 * @param reason what to say of a value that fails
 * @param tellsType whether the value's type is named as well
 */
record CheckRule(
    String keyword, BsonDocument specifiedAs, String reason, boolean tellsType, ValueCheck check)
    implements Rule {

  CheckRule(String keyword, BsonValue value, String reason, ValueCheck check) {
    this(keyword, new BsonDocument(keyword, value), reason, false, check);
  }

  /** What an error says of a keyword first. */
  static BsonDocument details(String keyword, BsonValue value, String reason) {
    return new BsonDocument("operatorName", new BsonString(keyword))
        .append("specifiedAs", new BsonDocument(keyword, value))
        .append("reason", new BsonString(reason));
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    return check.accepts(type, array, offset);
  }

  @Override
  public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
    BsonDocument error =
        new BsonDocument("operatorName", new BsonString(keyword))
            .append("specifiedAs", specifiedAs)
            .append("reason", new BsonString(reason))
            .append("consideredValue", BsonBytes.decode(array, type, offset));
    if (tellsType) {
      error.append("consideredType", new BsonString(TypeNames.of(type)));
    }
    details.add(error);
  }
}
