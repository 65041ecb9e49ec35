package dev.meerkat.query.schema;

import java.util.List;
import org.bson.BsonValue;

/** One keyword of a schema, compiled. Threads: immutable. */
interface Rule {
  /**
   * Whether a value satisfies the keyword.
   *
   * @param type the value's type, never {@code BsonBytes.END}
   * @param offset where the value begins
   */
  boolean accepts(byte type, byte[] array, int offset);

  /** Says why a value that is not {@linkplain #accepts accepted} is not. */
  void explain(byte type, byte[] array, int offset, List<BsonValue> details);
}
