package dev.meerkat.values;

import java.util.List;
import org.bson.BsonValue;

/** Reads index keys that a {@link KeyStringBuilder} has written. Threads: immutable. */
@SuppressWarnings("DoNotCallSuggester")
public final class KeyString {
  /** The greatest record id that a key can carry. */
  public static final long MAX_RECORD_ID = (1L << 42) - 1;

  private KeyString() {}

  /**
   * The values of a key in their original types. Components that were written under a collation
   * cannot be decoded.
   *
   * @param keyLength bytes of the components alone, without the record id
   * @param typeBits what the builder gave beside the key; may be empty
   */
  public static List<BsonValue> decode(
      byte[] key, int keyLength, byte[] typeBits, KeyOrdering ordering) {
    throw new UnsupportedOperationException("decode");
  }

  /** The record id at the end of a key of {@code length} bytes. */
  public static long decodeRecordId(byte[] key, int length) {
    throw new UnsupportedOperationException("decodeRecordId");
  }

  /**
   * Bytes of the components alone, for a key of {@code length} bytes that ends with a record id.
   */
  public static int keyWithoutRecordIdLength(byte[] key, int length) {
    throw new UnsupportedOperationException("keyWithoutRecordIdLength");
  }
}
