package dev.meerkat.query.update;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.ParseScope;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $pullAll}: every element that equals one of some values goes. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/update/pullAll/">$pullAll</a>
 */
record PullAllUpdate(String path, BsonArray values, ValueOrder order) implements FieldEdit {

  static PullAllUpdate parse(String path, BsonValue spec, ParseScope scope) {
    if (!spec.isArray()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "$pullAll requires an array argument for " + path);
    }
    return new PullAllUpdate(path, spec.asArray(), scope.order());
  }

  @Override
  public @Nullable BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    return stored == null ? null : Culling.without("$pullAll", path, stored, run, this::isPulled);
  }

  private boolean isPulled(BsonValue element) {
    for (BsonValue value : values) {
      if (order.equal(value, element)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Absence absence() {
    return Absence.IGNORE;
  }
}
