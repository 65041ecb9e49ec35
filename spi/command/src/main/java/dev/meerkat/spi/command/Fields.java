package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a parsed document, found once and checked; values are decoded when they are asked
 * for. Asking for a name that the schema does not have is a fault of the program.
 *
 * <p>A field that was left out, or that was null where null means left out, is absent. Views are
 * borrowed: who keeps one beyond the operation calls {@link DocumentView#retain()}. Threads:
 * confined to one operation.
 */
public sealed class Fields permits CommandRequest {
  /** Schemas have many fields, and documents few of them. */
  private static final int USUAL_COUNT = 8;

  private final DocumentSchema schema;
  private final DocumentView source;

  /** Where the elements of the fields that are there begin, in the order of their slots. */
  private int[] elements = new int[USUAL_COUNT];

  private long present;

  /** Finds the fields; whether those that are required are there is still to be checked. */
  Fields(DocumentSchema schema, DocumentView source) {
    this.schema = schema;
    this.source = source;
    schema.locate(source, this);
  }

  /** Told by the schema of each field that is there, once. */
  final void found(int slot, int element) {
    int count = Long.bitCount(present);
    if (count == elements.length) {
      elements = Arrays.copyOf(elements, 2 * count);
    }
    int place = place(slot);
    System.arraycopy(elements, place, elements, place + 1, count - place);
    elements[place] = element;
    present |= 1L << slot;
  }

  /** How many fields of lower slots are there. */
  private int place(int slot) {
    return Long.bitCount(present & (1L << slot) - 1);
  }

  /** The whole document as it came. */
  public final DocumentView source() {
    return source;
  }

  public boolean has(String name) {
    return isPresent(schema.slot(name));
  }

  /** The type of a field's value, or {@link BsonBytes#END} where it is absent. */
  public final byte type(String name) {
    int slot = schema.slot(name);
    return isPresent(slot) ? typeAt(slot) : BsonBytes.END;
  }

  public final boolean bool(String name, boolean otherwise) {
    int slot = schema.slot(name);
    return isPresent(slot) ? Coercion.truth(typeAt(slot), bytes(), valueAt(slot)) : otherwise;
  }

  /** A value of any type as a boolean: absent, null, false and zero are not true. */
  public final boolean truth(String name) {
    return bool(name, false);
  }

  public final long int64(String name, long otherwise) {
    int slot = schema.slot(name);
    return isPresent(slot) ? Coercion.int64(typeAt(slot), bytes(), valueAt(slot)) : otherwise;
  }

  /** Whether a number that is there is an integer that an int64 can hold. */
  public final boolean isExact(String name) {
    int slot = schema.slot(name);
    return isPresent(slot) && Coercion.isInt64(typeAt(slot), bytes(), valueAt(slot));
  }

  /** As {@link #int64}, and what does not fit is the largest or least int. */
  public final int int32(String name, int otherwise) {
    return Math.clamp(int64(name, otherwise), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  public final String string(String name, String otherwise) {
    int value = valueAt(schema.slot(name));
    return value == 0 ? otherwise : BsonBytes.string(bytes(), value);
  }

  /** A required string. */
  public final String string(String name) {
    return BsonBytes.string(bytes(), present(name));
  }

  /** A document, or {@code otherwise}. */
  public final DocumentView document(String name, DocumentView otherwise) {
    int value = valueAt(schema.slot(name));
    return value == 0 ? otherwise : view(bytes(), value);
  }

  /** A document, or the empty one where it is absent. */
  public final DocumentView document(String name) {
    return document(name, DocumentView.EMPTY);
  }

  /** A decoded document, or the empty one where it is absent. */
  public final BsonDocument bson(String name) {
    int value = valueAt(schema.slot(name));
    return value == 0 ? new BsonDocument() : BsonBytes.decodeDocument(bytes(), value);
  }

  /** A decoded document, or null where it is absent. */
  public final @Nullable BsonDocument bsonOrNull(String name) {
    int value = valueAt(schema.slot(name));
    return value == 0 ? null : BsonBytes.decodeDocument(bytes(), value);
  }

  /** A decoded document, or null where it is absent or has no fields. */
  public final @Nullable BsonDocument bsonUnlessEmpty(String name) {
    BsonDocument document = bsonOrNull(name);
    return document == null || document.isEmpty() ? null : document;
  }

  /** An index's name or key pattern, or null where it is absent or an empty document. */
  public final @Nullable BsonValue hint(String name) {
    BsonValue hint = value(name);
    return hint instanceof BsonDocument pattern && pattern.isEmpty() ? null : hint;
  }

  /** A decoded array, or the empty one where it is absent. */
  public final BsonArray array(String name) {
    BsonValue value = value(name);
    return value == null ? new BsonArray() : value.asArray();
  }

  /** A decoded value, or null where it is absent. */
  public final @Nullable BsonValue value(String name) {
    int slot = schema.slot(name);
    return isPresent(slot) ? BsonBytes.decode(bytes(), typeAt(slot), valueAt(slot)) : null;
  }

  /** A decoded value, or {@code otherwise}. */
  public final BsonValue value(String name, BsonValue otherwise) {
    BsonValue value = value(name);
    return value == null ? otherwise : value;
  }

  /** A boolean, or null where it is absent. */
  public final @Nullable BsonBoolean boolOrNull(String name) {
    return has(name) ? BsonBoolean.valueOf(bool(name, false)) : null;
  }

  public final @Nullable UUID uuid(String name) {
    int value = valueAt(schema.slot(name));
    return value == 0 ? null : Coercion.uuid(bytes(), value);
  }

  /** The documents of an array, or none where it is absent. */
  public List<DocumentView> documents(String name) {
    int value = valueAt(schema.slot(name));
    return value == 0 ? List.of() : elements(bytes(), value);
  }

  public final List<String> strings(String name) {
    int value = valueAt(schema.slot(name));
    if (value == 0) {
      return List.of();
    }
    List<String> strings = new ArrayList<>();
    byte[] array = bytes();
    int element = BsonBytes.firstElement(value);
    while (array[element] != BsonBytes.END) {
      strings.add(BsonBytes.string(array, BsonBytes.valueOffset(array, element)));
      element = BsonBytes.nextElement(array, element);
    }
    return strings;
  }

  final DocumentSchema schema() {
    return schema;
  }

  /** The fields that are there, as bits by their slots. */
  final long present() {
    return present;
  }

  final byte[] bytes() {
    return source.array();
  }

  private boolean isPresent(int slot) {
    return (present & 1L << slot) != 0;
  }

  /** The value offset of a slot, or 0 where it is absent. */
  final int valueAt(int slot) {
    return isPresent(slot) ? BsonBytes.valueOffset(bytes(), elements[place(slot)]) : 0;
  }

  /** The type of a slot's value, which is there. */
  final byte typeAt(int slot) {
    return bytes()[elements[place(slot)]];
  }

  private int present(String name) {
    int value = valueAt(schema.slot(name));
    if (value == 0) {
      throw new IllegalStateException("absent: " + name);
    }
    return value;
  }

  private static List<DocumentView> elements(byte[] array, int documentOffset) {
    int element = BsonBytes.firstElement(documentOffset);
    if (array[element] == BsonBytes.END) {
      return List.of();
    }
    if (array[BsonBytes.nextElement(array, element)] == BsonBytes.END) {
      return List.of(view(array, BsonBytes.valueOffset(array, element)));
    }
    List<DocumentView> documents = new ArrayList<>();
    while (array[element] != BsonBytes.END) {
      int value = BsonBytes.valueOffset(array, element);
      DocumentView view = view(array, value);
      documents.add(view);
      element = value + view.length();
    }
    return documents;
  }

  private static DocumentView view(byte[] array, int offset) {
    return DocumentView.borrowed(array, offset);
  }
}
