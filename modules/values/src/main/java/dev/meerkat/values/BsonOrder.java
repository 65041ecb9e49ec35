package dev.meerkat.values;

import dev.meerkat.spi.ValueOrder;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The order of values on which everything else here is built. Threads: immutable. */
@SuppressWarnings("DoNotCallSuggester")
public final class BsonOrder implements ValueOrder {
  /** The order without a collation. */
  public static final BsonOrder SIMPLE = new BsonOrder();

  private BsonOrder() {}

  @Override
  public boolean isSimple() {
    return true;
  }

  @Override
  public int compare(byte typeA, byte[] a, int offsetA, byte typeB, byte[] b, int offsetB) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compare(@Nullable BsonValue a, @Nullable BsonValue b) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int hash(byte type, byte[] array, int offset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int hash(@Nullable BsonValue value) {
    throw new UnsupportedOperationException();
  }
}
