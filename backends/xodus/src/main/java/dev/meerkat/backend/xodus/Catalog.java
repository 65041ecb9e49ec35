package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.Direction;
import dev.meerkat.spi.storage.KeyRange;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.TableKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables as the last commit left them, so that readers and the writer need no look-up in the
 * store. Each commit that creates or drops raises the version; a snapshot trusts an entry that is
 * not younger than itself, and reads the store where there is none. Threads: safe; changed only
 * while Xodus publishes a commit.
 */
final class Catalog {
  private final ConcurrentHashMap<String, Table> tables = new ConcurrentHashMap<>();
  private volatile long version;
  private int lastNumber;

  /**
   * A committed table.
   *
   * @param since the version from which on it exists
   */
  record Table(int number, TableKind kind, long since, Counts counts) {}

  /** What a record store holds. Threads: touched by the writer only. */
  static final class Counts {
    long records;
    long bytes;

    Counts(long records, long bytes) {
      this.records = records;
      this.bytes = bytes;
    }

    byte[] encode() {
      return Keys.putLong(Keys.putLong(new byte[2 * Long.BYTES], 0, records), Long.BYTES, bytes);
    }

    static Counts decode(byte[] value) {
      return new Counts(Keys.getLong(value, 0), Keys.getLong(value, Long.BYTES));
    }
  }

  /** Reads the whole catalog when the environment is opened. */
  static Catalog load(XodusReader reader) {
    Catalog catalog = new Catalog();
    Map<Integer, Counts> counts = new HashMap<>();
    for (KeyCursor cursor = rows(reader, 'C'); cursor.advance(); ) {
      counts.put(Keys.number(cursor.key()), Counts.decode(cursor.value().getBytesUnsafe()));
    }
    for (KeyCursor cursor = rows(reader, 'T'); cursor.advance(); ) {
      byte[] row = cursor.value().getBytesUnsafe();
      int number = number(row);
      Counts known = counts.getOrDefault(number, new Counts(0, 0));
      catalog.tables.put(
          Keys.ident(cursor.key(), cursor.keyLength()), new Table(number, kind(row), 0, known));
      catalog.lastNumber = Math.max(catalog.lastNumber, number);
    }
    for (int number : dropped(reader)) {
      catalog.lastNumber = Math.max(catalog.lastNumber, number);
    }
    return catalog;
  }

  /** The numbers of dropped tables whose rows may still be there. */
  static List<Integer> dropped(XodusReader reader) {
    List<Integer> numbers = new ArrayList<>();
    for (KeyCursor cursor = rows(reader, 'D'); cursor.advance(); ) {
      numbers.add(Keys.number(cursor.key()));
    }
    return numbers;
  }

  static List<String> idents(XodusReader reader) {
    List<String> idents = new ArrayList<>();
    for (KeyCursor cursor = rows(reader, 'T'); cursor.advance(); ) {
      idents.add(Keys.ident(cursor.key(), cursor.keyLength()));
    }
    return idents;
  }

  static byte[] row(int number, TableKind kind) {
    byte[] row = Keys.putInt(new byte[Integer.BYTES + 1], 0, number);
    row[Integer.BYTES] =
        switch (kind) {
          case RECORDS -> 'R';
          case LOG -> 'L';
          case INDEX -> 'I';
          case TABLE -> 'T';
        };
    return row;
  }

  static int number(byte[] row) {
    return Keys.getInt(row, 0);
  }

  static TableKind kind(byte[] row) {
    byte letter = row[Integer.BYTES];
    return switch (letter) {
      case 'R' -> TableKind.RECORDS;
      case 'L' -> TableKind.LOG;
      case 'I' -> TableKind.INDEX;
      case 'T' -> TableKind.TABLE;
      default -> throw new StorageException.Corrupt("an unknown kind of table: " + letter, null);
    };
  }

  private static KeyCursor rows(XodusReader reader, char letter) {
    return new KeyCursor(
        reader, Keys.CATALOG, KeyRange.prefix(Keys.letter(letter)), Direction.FORWARD);
  }

  long version() {
    return version;
  }

  @Nullable Table committed(String ident) {
    return tables.get(ident);
  }

  /** The highest number ever given. */
  int lastNumber() {
    return lastNumber;
  }

  /** Publishes a commit's creates and drops, in the moment in which Xodus publishes its data. */
  void publish(Map<String, Table> created, Iterable<String> dropped, int number, long since) {
    for (String ident : dropped) {
      tables.remove(ident);
    }
    tables.putAll(created);
    lastNumber = number;
    // Nobody else writes it: Xodus publishes one commit at a time.
    version = since;
  }
}
