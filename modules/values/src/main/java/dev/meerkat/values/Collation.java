package dev.meerkat.values;

import dev.meerkat.spi.ValueOrder;
import org.bson.BsonDocument;

/**
 * A collation: the language's rules by which strings are compared. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/collation/">Collation</a>
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Collation {
  /** Strings are compared by their bytes. */
  public static final Collation SIMPLE = new Collation();

  private Collation() {}

  /** Parses a collation document, with MongoDB's errors; {@code {locale: "simple"}} is simple. */
  public static Collation parse(BsonDocument spec) {
    throw new UnsupportedOperationException(spec.toString());
  }

  public boolean isSimple() {
    return true;
  }

  /** The order of values under this collation. */
  public ValueOrder order() {
    return BsonOrder.SIMPLE;
  }

  /** All options spelled out, as listCollections shows them; {@code {locale: "simple"}} alone. */
  public BsonDocument toBson() {
    throw new UnsupportedOperationException();
  }

  /** Bytes whose unsigned order is the order of the strings under this collation. */
  public byte[] sortKey(String text) {
    throw new UnsupportedOperationException(text);
  }
}
