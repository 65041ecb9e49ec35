package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes lists of values as bytes whose unsigned order is MongoDB's order of the lists, for index
 * keys. Reusable: {@link #clear()} starts the next key in the same buffers.
 *
 * <p>A key is its components, then a record id, or then one of two discriminators that make it a
 * bound strictly before or after all keys that begin with those components. Bytes that end with
 * neither are not yet in the right order to others, nor fit to be a bound. Beside the key stand its
 * <em>type bits</em>: what the order ignores (int or double, trailing zeros, symbol or string) and
 * {@link KeyString#decode} needs. Appending bytes allocates nothing once the buffers have grown,
 * except under a collation and for decimals with exponents beyond 34. Threads: confined to one
 * operation.
 */
public final class KeyStringBuilder {
  private static final byte[] NO_NAME = {};

  private final @Nullable CollatedText text;
  private final KeyBuffer key = new KeyBuffer();
  private final TypeBits typeBits = new TypeBits();
  private final KeyNumberWriter numbers = new KeyNumberWriter(key, typeBits);

  /** Made when a value comes that does not stand as bytes. */
  private @Nullable DocumentBuilder scratch;

  /** A builder for strings in the order of their bytes. */
  public KeyStringBuilder() {
    this(Collation.SIMPLE);
  }

  /** A builder that writes strings as the collation's sort keys, which cannot be decoded. */
  public KeyStringBuilder(Collation collation) {
    this.text = collation.text();
  }

  /** Forgets the key and its type bits; keeps the buffers. */
  public KeyStringBuilder clear() {
    key.clear();
    typeBits.clear();
    return this;
  }

  /**
   * Appends the next component, a value that stands as BSON bytes; {@link BsonBytes#END}, missing,
   * is written as null.
   */
  public KeyStringBuilder append(byte type, byte[] array, int offset, boolean descending) {
    int start = key.length();
    putValue(type == BsonBytes.END ? BsonBytes.NULL : type, array, offset);
    if (descending) {
      key.invert(start);
    }
    return this;
  }

  /** Appends the next component. */
  public KeyStringBuilder append(BsonValue value, boolean descending) {
    DocumentBuilder bytes = scratch;
    if (bytes == null) {
      bytes = new DocumentBuilder(32);
      scratch = bytes;
    }
    DocumentView view = bytes.clear().append(NO_NAME, value).toView();
    return append(view.array()[4], view.array(), 6, descending);
  }

  /** Appends text as the next component, in the order of its bytes whatever the collation. */
  public KeyStringBuilder appendPlain(String plain, boolean descending) {
    int start = key.length();
    key.put(KeyType.STRING);
    if (text == null) {
      typeBits.append(0, 1);
    }
    byte[] bytes = BsonBytes.nameBytes(plain);
    key.putText(bytes, 0, bytes.length);
    if (descending) {
      key.invert(start);
    }
    return this;
  }

  /** Appends null as the next component; missing fields are null in an index. */
  public KeyStringBuilder appendNull(boolean descending) {
    return append(BsonBytes.NULL, NO_NAME, 0, descending);
  }

  /** Appends undefined, the key of an empty array, as the next component. */
  public KeyStringBuilder appendUndefined(boolean descending) {
    return append(BsonBytes.UNDEFINED, NO_NAME, 0, descending);
  }

  /** Ends a bound: before every key that begins with the components so far. */
  public KeyStringBuilder appendExclusiveBefore() {
    key.put(KeyType.EXCLUSIVE_BEFORE);
    return this;
  }

  /** Ends a bound: after every key that begins with the components so far. */
  public KeyStringBuilder appendExclusiveAfter() {
    key.put(KeyType.EXCLUSIVE_AFTER);
    return this;
  }

  /**
   * Ends a key with the record that it belongs to.
   *
   * @param recordId 1 to {@link KeyString#MAX_RECORD_ID}
   */
  public KeyStringBuilder appendRecordId(long recordId) {
    KeyString.putRecordId(key, recordId);
    return this;
  }

  /** The array that holds the key from 0 to {@link #length()}, valid until the next call. */
  public byte[] buffer() {
    return key.bytes();
  }

  /** Bytes of the key so far. */
  public int length() {
    return key.length();
  }

  /** A copy of the key. */
  public byte[] toKey() {
    return key.toBytes();
  }

  /** A copy of the type bits; empty where all values are int32, string or have only one form. */
  public byte[] typeBits() {
    return typeBits.toBytes();
  }

  private void putValue(byte type, byte[] array, int offset) {
    switch (type) {
      case BsonBytes.INT32 -> numbers.putInt32(BsonBytes.int32(array, offset));
      case BsonBytes.INT64 -> numbers.putInt64(BsonBytes.int64(array, offset));
      case BsonBytes.DOUBLE -> numbers.putDouble(BsonBytes.float64(array, offset));
      case BsonBytes.DECIMAL128 -> numbers.putDecimal(array, offset);
      case BsonBytes.BOOLEAN -> key.put(array[offset] == 0 ? KeyType.FALSE : KeyType.TRUE);
      default -> {
        key.put(KeyType.classOf(type));
        putContent(type, array, offset);
      }
    }
  }

  private void putContent(byte type, byte[] array, int offset) {
    switch (type) {
      case BsonBytes.STRING, BsonBytes.SYMBOL -> putText(type, array, offset);
      case BsonBytes.OBJECT_ID -> key.put(array, offset, 12);
      case BsonBytes.DATE_TIME ->
          key.putBigEndian(BsonBytes.int64(array, offset) ^ Long.MIN_VALUE, 8);
      case BsonBytes.TIMESTAMP -> key.putBigEndian(BsonBytes.int64(array, offset), 8);
      case BsonBytes.DOCUMENT -> putFields(array, offset);
      case BsonBytes.ARRAY -> putElements(array, offset);
      case BsonBytes.BINARY -> putBinary(array, offset);
      case BsonBytes.REGEX -> {
        key.putName(array, offset);
        putOptions(array, BsonBytes.valueOffset(array, offset - 1));
      }
      case BsonBytes.DB_POINTER -> {
        int length = BsonBytes.int32(array, offset);
        key.putBigEndian(length - 1, 4);
        key.put(array, offset + 4, length - 1);
        key.put(array, offset + 4 + length, 12);
      }
      case BsonBytes.CODE -> putString(array, offset);
      case BsonBytes.CODE_WITH_SCOPE -> {
        putString(array, offset + 4);
        putFields(array, offset + 8 + BsonBytes.int32(array, offset + 4));
      }
      default -> {
        // The type says all.
      }
    }
  }

  private void putText(byte type, byte[] array, int offset) {
    if (text == null) {
      typeBits.append(type == BsonBytes.SYMBOL ? 1 : 0, 1);
      putString(array, offset);
    } else {
      byte[] sortKey = text.sortKey(BsonBytes.string(array, offset));
      key.putText(sortKey, 0, sortKey.length);
    }
  }

  private void putString(byte[] array, int offset) {
    key.putText(array, offset + 4, BsonBytes.int32(array, offset) - 1);
  }

  private void putOptions(byte[] array, int offset) {
    int letter;
    for (int rank = 0; (letter = RegexOptions.letter(array, offset, rank)) != 0; rank++) {
      key.put(letter);
    }
    key.put(KeyType.END);
  }

  private void putBinary(byte[] array, int offset) {
    int length = BsonBytes.int32(array, offset);
    if (length < 0xFF) {
      key.put(length);
    } else {
      key.put(0xFF);
      key.putBigEndian(length, 4);
    }
    // The subtype stands directly before the bytes.
    key.put(array, offset + 4, length + 1);
  }

  private void putFields(byte[] array, int documentOffset) {
    int element = documentOffset + 4;
    byte type;
    while ((type = array[element]) != BsonBytes.END) {
      int value = BsonBytes.valueOffset(array, element);
      key.put(KeyType.classOf(type));
      key.put(array, element + 1, value - element - 1);
      putValue(type, array, value);
      element = value + BsonBytes.valueSize(array, type, value);
    }
    key.put(KeyType.END);
  }

  private void putElements(byte[] array, int arrayOffset) {
    int element = arrayOffset + 4;
    byte type;
    while ((type = array[element]) != BsonBytes.END) {
      int value = BsonBytes.valueOffset(array, element);
      putValue(type, array, value);
      element = value + BsonBytes.valueSize(array, type, value);
    }
    key.put(KeyType.END);
  }
}
