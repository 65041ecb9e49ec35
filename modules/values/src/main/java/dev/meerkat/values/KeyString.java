package dev.meerkat.values;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonValue;

/**
 * Reads index keys that a {@link KeyStringBuilder} has written. Threads: immutable.
 *
 * <p>A record id at a key's end takes 2 to 6 bytes, each as short as its number allows: the first
 * byte's upper three bits and the last byte's lower three tell how many, so that ids are in order
 * and can be read from the end.
 */
public final class KeyString {
  /** The greatest record id that a key can carry. */
  public static final long MAX_RECORD_ID = (1L << 42) - 1;

  private static final int MAX_EXTRA = 4;

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
    KeyReader reader = new KeyReader(key, keyLength, typeBits);
    List<BsonValue> values = new ArrayList<>();
    while (reader.hasMore()) {
      values.add(reader.next(ordering.isDescending(values.size())));
    }
    return values;
  }

  /** The record id at the end of a key of {@code length} bytes. */
  public static long decodeRecordId(byte[] key, int length) {
    int extra = key[length - 1] & 7;
    int start = length - 2 - extra;
    long recordId = key[start] & 0x1F;
    for (int i = start + 1; i < length - 1; i++) {
      recordId = (recordId << 8) | (key[i] & 0xFF);
    }
    return (recordId << 5) | ((key[length - 1] & 0xFF) >>> 3);
  }

  /**
   * Bytes of the components alone, for a key of {@code length} bytes that ends with a record id.
   */
  public static int keyWithoutRecordIdLength(byte[] key, int length) {
    return length - 2 - (key[length - 1] & 7);
  }

  static void putRecordId(KeyBuffer key, long recordId) {
    if (recordId < 1 || recordId > MAX_RECORD_ID) {
      throw new IllegalArgumentException("record id " + recordId);
    }
    int extra = 0;
    while (extra < MAX_EXTRA && recordId >>> (10 + 8 * extra) != 0) {
      extra++;
    }
    // One more than the count, so that no record id begins like the bound before all of them.
    key.put(((extra + 1) << 5) | (int) (recordId >>> (5 + 8 * extra)));
    key.putBigEndian(recordId >>> 5, extra);
    key.put(((int) (recordId & 0x1F) << 3) | extra);
  }
}
