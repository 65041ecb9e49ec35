package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import java.util.ArrayList;
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
  private final DocumentSchema schema;
  private final DocumentView source;
  private final byte[] array;
  private final byte[] types;
  private final int[] values;
  private final long present;

  /** Finds the fields; whether those that are required are there is still to be checked. */
  Fields(DocumentSchema schema, DocumentView source) {
    int size = schema.fields().size();
    this.schema = schema;
    this.source = source;
    this.array = source.array();
    this.types = new byte[size];
    this.values = new int[size];
    this.present = schema.locate(source, types, values);
  }

  /** The whole document as it came. */
  public final DocumentView source() {
    return source;
  }

  public boolean has(String name) {
    return values[schema.slot(name)] != 0;
  }

  /** The type of a field's value, or {@link BsonBytes#END} where it is absent. */
  public final byte type(String name) {
    int slot = schema.slot(name);
    return values[slot] == 0 ? BsonBytes.END : types[slot];
  }

  public final boolean bool(String name, boolean otherwise) {
    int slot = schema.slot(name);
    return values[slot] == 0 ? otherwise : Coercion.truth(types[slot], array, values[slot]);
  }

  /** A value of any type as a boolean: absent, null, false and zero are not true. */
  public final boolean truth(String name) {
    return bool(name, false);
  }

  public final long int64(String name, long otherwise) {
    int slot = schema.slot(name);
    return values[slot] == 0 ? otherwise : Coercion.int64(types[slot], array, values[slot]);
  }

  /** Whether a number that is there is an integer that an int64 can hold. */
  public final boolean isExact(String name) {
    int slot = schema.slot(name);
    return values[slot] != 0 && Coercion.isInt64(types[slot], array, values[slot]);
  }

  /** As {@link #int64}, and what does not fit is the largest or least int. */
  public final int int32(String name, int otherwise) {
    return Math.clamp(int64(name, otherwise), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  public final String string(String name, String otherwise) {
    int slot = schema.slot(name);
    return values[slot] == 0 ? otherwise : BsonBytes.string(array, values[slot]);
  }

  /** A required string. */
  public final String string(String name) {
    return BsonBytes.string(array, present(name));
  }

  /** A document, or {@code otherwise}. */
  public final DocumentView document(String name, DocumentView otherwise) {
    int slot = schema.slot(name);
    return values[slot] == 0 ? otherwise : view(array, values[slot]);
  }

  /** A document, or the empty one where it is absent. */
  public final DocumentView document(String name) {
    return document(name, DocumentView.EMPTY);
  }

  /** A decoded document, or the empty one where it is absent. */
  public final BsonDocument bson(String name) {
    int slot = schema.slot(name);
    return values[slot] == 0 ? new BsonDocument() : BsonBytes.decodeDocument(array, values[slot]);
  }

  /** A decoded document, or null where it is absent. */
  public final @Nullable BsonDocument bsonOrNull(String name) {
    int slot = schema.slot(name);
    return values[slot] == 0 ? null : BsonBytes.decodeDocument(array, values[slot]);
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
    return values[slot] == 0 ? null : BsonBytes.decode(array, types[slot], values[slot]);
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
    int slot = schema.slot(name);
    return values[slot] == 0 ? null : Coercion.uuid(array, values[slot]);
  }

  /** The documents of an array, or none where it is absent. */
  public List<DocumentView> documents(String name) {
    int slot = schema.slot(name);
    return values[slot] == 0 ? List.of() : elements(array, values[slot]);
  }

  public final List<String> strings(String name) {
    int slot = schema.slot(name);
    if (values[slot] == 0) {
      return List.of();
    }
    List<String> strings = new ArrayList<>();
    int element = BsonBytes.firstElement(values[slot]);
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
    return array;
  }

  /** The value offset of a slot, or 0 where it is absent. */
  final int valueAt(int slot) {
    return values[slot];
  }

  final byte typeAt(int slot) {
    return types[slot];
  }

  private int present(String name) {
    int value = values[schema.slot(name)];
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
    return DocumentView.borrowed(array, offset, BsonBytes.int32(array, offset));
  }
}
