package dev.meerkat.backend.sqlite;

import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.TableKind;

/**
 * Which rows of the shared tables belong to one of the engine's. Threads: immutable.
 *
 * @param number 1 to {@link #MAX_NUMBER}
 * @param kind where its rows are
 * @param records the statements of a record store
 * @param keyEnd after all keys of this table; not to be changed
 */
record SqliteTable(int number, TableKind kind, Sql.Records records, byte[] keyEnd) {
  static final int MAX_NUMBER = (1 << 23) - 2;

  private static final int RECORD_ID_BITS = 40;
  private static final int PREFIX_BYTES = 3;

  SqliteTable(int number, TableKind kind) {
    this(
        number,
        kind,
        kind == TableKind.LOG ? Sql.Records.log(number) : Sql.RECORDS,
        prefix(number + 1, 0));
  }

  /** The rid of a record. */
  long rid(long recordId) {
    return kind == TableKind.LOG ? recordId : ((long) number << RECORD_ID_BITS) | recordId;
  }

  /** The first rid that belongs to the next table. */
  long ridEnd() {
    return kind == TableKind.LOG ? Long.MAX_VALUE : ((long) number + 1) << RECORD_ID_BITS;
  }

  long recordId(long rid) {
    return kind == TableKind.LOG ? rid : rid & ((1L << RECORD_ID_BITS) - 1);
  }

  /** Above every record id. */
  long maxRecordId() {
    return kind == TableKind.LOG ? Long.MAX_VALUE - 1 : RecordStore.MAX_RECORD_ID;
  }

  /** A key behind the table's number. */
  byte[] key(byte[] key) {
    return key(key, 0);
  }

  /** The same in an array that is used again. */
  byte[] key(byte[] key, DriverBytes arrays) {
    byte[] prefixed = arrays.ofLength(PREFIX_BYTES + key.length);
    putPrefix(number, prefixed);
    System.arraycopy(key, 0, prefixed, PREFIX_BYTES, key.length);
    return prefixed;
  }

  /** The least key after {@code key}. */
  byte[] keyAfter(byte[] key) {
    return key(key, 1);
  }

  private byte[] key(byte[] key, int zeros) {
    byte[] prefixed = prefix(number, key.length + zeros);
    System.arraycopy(key, 0, prefixed, PREFIX_BYTES, key.length);
    return prefixed;
  }

  /** Before all keys of this table. */
  byte[] keyStart() {
    return prefix(number, 0);
  }

  private static byte[] prefix(int number, int more) {
    byte[] prefix = new byte[PREFIX_BYTES + more];
    putPrefix(number, prefix);
    return prefix;
  }

  private static void putPrefix(int number, byte[] key) {
    key[0] = (byte) (number >> 16);
    key[1] = (byte) (number >> 8);
    key[2] = (byte) number;
  }

  /** The key without the table's number. */
  static byte[] ownKey(byte[] key) {
    byte[] own = new byte[key.length - PREFIX_BYTES];
    System.arraycopy(key, PREFIX_BYTES, own, 0, own.length);
    return own;
  }

  Sql.Sorted sql() {
    return kind == TableKind.TABLE ? Sql.DOCUMENTS : Sql.ENTRIES;
  }
}
