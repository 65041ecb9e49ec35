package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.ParseScope;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $addToSet}: values are appended to an array that does not have them yet. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/update/addToSet/">$addToSet</a>
 */
record AddToSetUpdate(String path, List<BsonValue> values, ValueOrder order) implements FieldEdit {

  static AddToSetUpdate parse(String path, BsonValue spec, ParseScope scope) {
    return new AddToSetUpdate(path, values(path, spec), scope.order());
  }

  private static List<BsonValue> values(String path, BsonValue spec) {
    if (!spec.isDocument()
        || spec.asDocument().isEmpty()
        || !spec.asDocument().getFirstKey().equals("$each")) {
      return List.of(spec);
    }
    BsonDocument clauses = spec.asDocument();
    BsonValue each = clauses.get("$each");
    if (each == null || !each.isArray()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "The argument to $each in $addToSet must be an array, for the field " + path);
    }
    if (clauses.size() > 1) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "Found unexpected fields after $each in $addToSet: " + clauses);
    }
    return List.copyOf(each.asArray());
  }

  @Override
  public BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    BsonArray array =
        stored == null
            ? new BsonArray()
            : Stored.requireArray("$addToSet", ErrorCode.BAD_VALUE, path, stored, run);
    BsonArray set = new BsonArray(array.getValues());
    for (BsonValue value : values) {
      if (!contains(set, value)) {
        set.add(value);
      }
    }
    return stored != null && set.size() == array.size() ? stored : set;
  }

  private boolean contains(BsonArray set, BsonValue value) {
    for (BsonValue element : set) {
      if (order.equal(element, value)) {
        return true;
      }
    }
    return false;
  }
}
