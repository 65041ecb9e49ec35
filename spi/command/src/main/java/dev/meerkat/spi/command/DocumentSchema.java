package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that a document may have: a command's, or those of a document inside a command. It
 * finds them in one walk over the bytes and refuses what does not fit with MongoDB's codes.
 * Threads: immutable.
 */
public final class DocumentSchema {
  private static final String[] NO_ALIASES = {};

  private final String path;
  private final boolean extrasIgnored;
  private final Field[] fields;
  private final List<Field> fieldList;
  private final Map<String, Integer> slots = new HashMap<>();
  private final byte[][] tableNames;
  private final int[] tableSlots;
  private final long required;

  private DocumentSchema(
      String path, boolean extrasIgnored, List<Field> fields, String[] firstAliases) {
    this.path = path;
    this.extrasIgnored = extrasIgnored;
    this.fields = fields.toArray(new Field[0]);
    this.fieldList = List.copyOf(fields);
    if (this.fields.length > Long.SIZE) {
      throw new IllegalStateException("more than 64 fields: " + path);
    }
    int size = Integer.highestOneBit(Math.max(4, fields.size() + firstAliases.length)) * 4;
    this.tableNames = new byte[size][];
    this.tableSlots = new int[size];
    long bits = 0;
    for (int slot = 0; slot < this.fields.length; slot++) {
      enter(this.fields[slot].name, slot);
      bits |= this.fields[slot].required ? 1L << slot : 0;
    }
    this.required = bits;
    for (String alias : firstAliases) {
      enter(alias, 0);
    }
  }

  /**
   * @param path what messages put before a field's name: {@code update.updates}
   */
  public static DocumentSchema of(String path, Field... fields) {
    return new DocumentSchema(path, false, List.of(fields), NO_ALIASES);
  }

  /** As {@link #of}, but fields that it does not know are ignored. */
  public static DocumentSchema lenient(String path, Field... fields) {
    return new DocumentSchema(path, true, List.of(fields), NO_ALIASES);
  }

  static DocumentSchema ofCommand(List<String> names, boolean extrasIgnored, List<Field> fields) {
    String[] aliases = names.subList(1, names.size()).toArray(NO_ALIASES);
    return new DocumentSchema(names.getFirst(), extrasIgnored, fields, aliases);
  }

  /** Parses a document that stands somewhere inside a request. */
  public Fields parse(DocumentView document) {
    Fields fields = new Fields(this, document);
    check(fields, 0);
    return fields;
  }

  List<Field> fields() {
    return fieldList;
  }

  int slot(String name) {
    Integer slot = slots.get(name);
    if (slot == null) {
      throw new IllegalStateException("no field " + path + "." + name);
    }
    return slot;
  }

  /** The slot of a name that a client sent, or -1. */
  int slotOrNone(String name) {
    return slots.getOrDefault(name, -1);
  }

  /**
   * Finds the fields and checks their types; required ones are looked for by {@link #check}.
   *
   * @param found is told of those that are there
   */
  void locate(DocumentView document, Fields found) {
    byte[] array = document.array();
    int element = BsonBytes.firstElement(document.offset());
    byte type;
    long seen = 0;
    while ((type = array[element]) != BsonBytes.END) {
      int hash = 0;
      int i = element + 1;
      byte b;
      while ((b = array[i]) != 0) {
        hash = hash * 31 + b;
        i++;
      }
      int value = i + 1;
      int slot = probe(array, element + 1, i, hash);
      if (slot >= 0) {
        long bit = 1L << slot;
        if ((seen & bit) != 0) {
          throw duplicate(fields[slot].name);
        }
        seen |= bit;
        if (FieldCheck.accept(path, fields[slot], type, array, value)) {
          found.found(slot, element);
        }
      } else if (!extrasIgnored) {
        throw unknown(BsonBytes.name(array, element));
      }
      element = value + BsonBytes.valueSize(array, type, value);
    }
  }

  /**
   * Refuses a document without its required fields.
   *
   * @param given slots whose values came another way, as bits
   */
  void check(Fields located, long given) {
    long missing = required & ~(located.present() | given);
    if (missing != 0) {
      String name = fields[Long.numberOfTrailingZeros(missing)].name;
      throw new ServerException(
          ErrorCode.IDL_MISSING_FIELD,
          "BSON field '" + path + "." + name + "' is missing but a required field");
    }
  }

  ServerException unknown(String name) {
    return new ServerException(
        ErrorCode.IDL_UNKNOWN_FIELD, "BSON field '" + path + "." + name + "' is an unknown field.");
  }

  ServerException duplicate(String name) {
    return new ServerException(
        ErrorCode.IDL_DUPLICATE_FIELD,
        "BSON field '" + path + "." + name + "' is a duplicate field");
  }

  String path() {
    return path;
  }

  private void enter(String name, int slot) {
    if (slots.put(name, slot) != null) {
      throw new IllegalStateException("declared twice: " + path + "." + name);
    }
    byte[] bytes = BsonBytes.nameBytes(name);
    int hash = 0;
    for (byte b : bytes) {
      hash = hash * 31 + b;
    }
    int i = spread(hash);
    while (tableNames[i] != null) {
      i = (i + 1) & (tableNames.length - 1);
    }
    tableNames[i] = bytes;
    tableSlots[i] = slot;
  }

  private int probe(byte[] array, int from, int to, int hash) {
    int i = spread(hash);
    byte[] candidate;
    while ((candidate = tableNames[i]) != null) {
      if (Arrays.equals(candidate, 0, candidate.length, array, from, to)) {
        return tableSlots[i];
      }
      i = (i + 1) & (tableNames.length - 1);
    }
    return -1;
  }

  private int spread(int hash) {
    return (hash ^ (hash >>> 15)) & (tableNames.length - 1);
  }
}
