package dev.meerkat.query.update;

import dev.meerkat.spi.ValueOrder;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $min}: the field has this value if it is less than the stored one. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/min/">$min</a>
 */
record MinUpdate(BsonValue value, ValueOrder order) implements FieldEdit {
  @Override
  public BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    return stored == null || order.compare(value, stored) < 0 ? value : stored;
  }
}
