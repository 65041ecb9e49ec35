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
   * The values of a key in their original types, for a key that was not written under a collation.
   *
   * @param keyLength bytes of the components alone, without the record id
   * @param typeBits what the builder gave beside the key; may be empty
   */
  public static List<BsonValue> decode(
      byte[] key, int keyLength, byte[] typeBits, KeyOrdering ordering) {
    return decode(new KeyReader(key, keyLength, typeBits, false), ordering);
  }

  /**
   * The same of a key that was written under a collation: in place of each string stands the
   * collation's sort key, read as UTF-8 as far as it can be.
   */
  public static List<BsonValue> decodeCollated(
      byte[] key, int keyLength, byte[] typeBits, KeyOrdering ordering) {
    return decode(new KeyReader(key, keyLength, typeBits, true), ordering);
  }

  /**
   * Where the first components of a key begin.
   *
   * @param keyLength bytes of the components alone, without the record id
   * @param starts is given the places of as many components as it has room for
   */
  public static void componentStarts(
      byte[] key, int keyLength, KeyOrdering ordering, int[] starts) {
    KeyBytes bytes = new KeyBytes(key, keyLength);
    for (int i = 0; i < starts.length; i++) {
      starts[i] = bytes.position();
      if (i + 1 < starts.length) {
        KeyComponents.skip(bytes, ordering.isDescending(i));
      }
    }
  }

  private static List<BsonValue> decode(KeyReader reader, KeyOrdering ordering) {
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
