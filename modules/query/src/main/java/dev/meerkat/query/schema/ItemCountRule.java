package dev.meerkat.query.schema;

import dev.meerkat.spi.BsonBytes;
import java.util.List;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/** {@code minItems} and {@code maxItems}. Threads: immutable. */
record ItemCountRule(String keyword, BsonValue value, long limit, boolean isMinimum)
    implements Rule {

  static Rule parse(String keyword, BsonValue value, boolean isMinimum) {
    return new ItemCountRule(keyword, value, Keywords.count(keyword, value), isMinimum);
  }

  @Override
  public boolean accepts(byte type, byte[] array, int offset) {
    if (type != BsonBytes.ARRAY) {
      return true;
    }
    int count = ArrayItems.count(array, offset);
    return isMinimum ? count >= limit : count <= limit;
  }

  @Override
  public void explain(byte type, byte[] array, int offset, List<BsonValue> details) {
    details.add(
        CheckRule.details(keyword, value, "array did not match specified length")
            .append("consideredValue", BsonBytes.decode(array, type, offset))
            .append("numberOfItems", new BsonInt32(ArrayItems.count(array, offset))));
  }
}
