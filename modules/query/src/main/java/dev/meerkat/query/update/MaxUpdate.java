package dev.meerkat.query.update;

import dev.meerkat.spi.ValueOrder;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * {@code $max}: the field has this value if it is greater than the stored one. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/update/max/">$max</a>
 */
record MaxUpdate(BsonValue value, ValueOrder order) implements FieldEdit {
  @Override
  public BsonValue apply(@Nullable BsonValue stored, EditRun run) {
    return stored == null || order.compare(value, stored) > 0 ? value : stored;
  }
}
