package dev.meerkat.backend.xodus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Keys in the shared store: four bytes with the table's number, then the table's own key. Numbers
 * begin at 1; number 0 holds the catalog, whose rows are told apart by a letter:
 *
 * <ul>
 *   <li>{@code T} + ident → number and kind of a table,
 *   <li>{@code C} + number → how many records it has and their bytes (record stores only),
 *   <li>{@code D} + number → nothing: dropped, its rows are still to be removed.
 * </ul>
 *
 * Threads: stateless.
 */
final class Keys {
  /** Bytes before a table's own key. */
  static final int PREFIX = Integer.BYTES;

  static final int CATALOG = 0;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Keys() {}

  static byte[] of(int table, byte[] key) {
    byte[] full = new byte[PREFIX + key.length];
    INT.set(full, 0, table);
    System.arraycopy(key, 0, full, PREFIX, key.length);
    return full;
  }

  static byte[] of(int table, long recordId) {
    byte[] full = new byte[PREFIX + Long.BYTES];
    INT.set(full, 0, table);
    LONG.set(full, PREFIX, recordId);
    return full;
  }

  /** What all keys of a table begin with. */
  static byte[] prefix(int table) {
    return putInt(new byte[PREFIX], 0, table);
  }

  static byte[] table(String ident) {
    return of(CATALOG, letter('T', ident.getBytes(StandardCharsets.UTF_8)));
  }

  /** The ident in a key made by {@link #table(String)}. */
  static String ident(byte[] key, int length) {
    return new String(key, PREFIX + 1, length - PREFIX - 1, StandardCharsets.UTF_8);
  }

  static byte[] counts(int table) {
    return of(CATALOG, letter('C', prefix(table)));
  }

  static byte[] dropped(int table) {
    return of(CATALOG, letter('D', prefix(table)));
  }

  /** What the catalog rows of one letter begin with, within the catalog. */
  static byte[] letter(char letter) {
    return new byte[] {(byte) letter};
  }

  /** The number in a key made by {@link #counts} or {@link #dropped}. */
  static int number(byte[] key) {
    return getInt(key, PREFIX + 1);
  }

  static long recordId(byte[] key) {
    return (long) LONG.get(key, PREFIX);
  }

  static int getInt(byte[] array, int offset) {
    return (int) INT.get(array, offset);
  }

  static byte[] putInt(byte[] array, int offset, int value) {
    INT.set(array, offset, value);
    return array;
  }

  static long getLong(byte[] array, int offset) {
    return (long) LONG.get(array, offset);
  }

  static byte[] putLong(byte[] array, int offset, long value) {
    LONG.set(array, offset, value);
    return array;
  }

  private static byte[] letter(char letter, byte[] rest) {
    byte[] key = new byte[1 + rest.length];
    key[0] = (byte) letter;
    System.arraycopy(rest, 0, key, 1, rest.length);
    return key;
  }
}
