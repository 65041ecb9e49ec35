package dev.meerkat.values;

import org.bson.BsonValue;

/**
 * Writes lists of values as bytes whose unsigned order is MongoDB's order of the lists, for index
 * keys. Reusable: {@link #clear()} starts the next key in the same buffers.
 *
 * <p>A key is its components, then a record id, or then one of two discriminators that make it a
 * bound strictly before or after all keys that begin with those components. Beside the key stand
 * its <em>type bits</em>: what the order ignores (int or double, trailing zeros, symbol or string)
 * and {@link KeyString#decode} needs. Threads: confined to one operation.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class KeyStringBuilder {

  /** A builder for strings in the order of their bytes. */
  public KeyStringBuilder() {
    this(Collation.SIMPLE);
  }

  /** A builder that writes strings as the collation's sort keys, which cannot be decoded. */
  public KeyStringBuilder(Collation collation) {
    throw new UnsupportedOperationException(String.valueOf(collation.isSimple()));
  }

  /** Forgets the key and its type bits; keeps the buffers. */
  public KeyStringBuilder clear() {
    throw new UnsupportedOperationException();
  }

  /** Appends the next component, a value that stands as BSON bytes. */
  public KeyStringBuilder append(byte type, byte[] array, int offset, boolean descending) {
    throw new UnsupportedOperationException();
  }

  /** Appends the next component. */
  public KeyStringBuilder append(BsonValue value, boolean descending) {
    throw new UnsupportedOperationException();
  }

  /** Appends null as the next component; missing fields are null in an index. */
  public KeyStringBuilder appendNull(boolean descending) {
    throw new UnsupportedOperationException();
  }

  /** Appends undefined, the key of an empty array, as the next component. */
  public KeyStringBuilder appendUndefined(boolean descending) {
    throw new UnsupportedOperationException();
  }

  /** Ends a bound: before every key that begins with the components so far. */
  public KeyStringBuilder appendExclusiveBefore() {
    throw new UnsupportedOperationException();
  }

  /** Ends a bound: after every key that begins with the components so far. */
  public KeyStringBuilder appendExclusiveAfter() {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends a key with the record that it belongs to.
   *
   * @param recordId 1 to {@link KeyString#MAX_RECORD_ID}
   */
  public KeyStringBuilder appendRecordId(long recordId) {
    throw new UnsupportedOperationException();
  }

  /** The array that holds the key from 0 to {@link #length()}, valid until the next call. */
  public byte[] buffer() {
    throw new UnsupportedOperationException();
  }

  /** Bytes of the key so far. */
  public int length() {
    throw new UnsupportedOperationException();
  }

  /** A copy of the key. */
  public byte[] toKey() {
    throw new UnsupportedOperationException();
  }

  /** A copy of the type bits; empty where all values are int32, string or have only one form. */
  public byte[] typeBits() {
    throw new UnsupportedOperationException();
  }
}
