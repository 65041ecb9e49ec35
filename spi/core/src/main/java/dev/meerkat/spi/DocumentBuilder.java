package dev.meerkat.spi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Writes one BSON document into a growing buffer, field by field, without a tree.
 *
 * <p>A fresh builder stands inside its root document. {@link #beginDocument} and {@link
 * #beginArray} go one level down, {@link #end} comes back up; elements of an array are appended
 * with {@link #nextIndex()} as their name. {@link #toView()} closes the root and ends the building
 * until {@link #clear()}. Threads: confined to one operation.
 */
public final class DocumentBuilder {
  private static final byte[][] INDEX_NAMES = new byte[1000][];

  private static final int SMALL_BYTES = 1024;

  static {
    for (int i = 0; i < INDEX_NAMES.length; i++) {
      INDEX_NAMES[i] = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
    }
  }

  private byte[] buffer;
  private int position;
  private int depth;

  /** Of each open level, the root's first; most documents are not deep. */
  private int[] starts = new int[4];

  private int[] indexes = new int[4];

  /** What {@link #toView} has answered last, of whichever document stood in the buffer. */
  private @Nullable DocumentView lastView;

  /**
   * @param capacity bytes to begin with, 16 or more
   */
  public DocumentBuilder(int capacity) {
    buffer = new byte[Math.max(16, capacity)];
    clear();
  }

  /** Forgets everything written; the buffer is kept, so earlier views of it become invalid. */
  public DocumentBuilder clear() {
    position = 4;
    depth = 0;
    starts[0] = 0;
    indexes[0] = 0;
    return this;
  }

  /**
   * As {@link #clear}, but a buffer that one large document has blown up is not kept for the small
   * ones after it: others may have it at once.
   */
  public DocumentBuilder clearAndShrink() {
    if (buffer.length > SpareArrays.SMALL_BYTES) {
      SpareArrays.shared().give(buffer);
      buffer = new byte[SMALL_BYTES];
      lastView = null;
    }
    return clear();
  }

  /** Bytes written so far, the root's length field included. */
  public int size() {
    return position;
  }

  /** Levels below the root at which the next field will stand: 0 is the root. */
  public int depth() {
    return depth;
  }

  /** A mark that {@link #rewind} goes back to. */
  public int mark() {
    return position;
  }

  /** Forgets what was written since {@link #mark()} at the same depth. */
  public void rewind(int mark) {
    position = mark;
  }

  public DocumentBuilder beginDocument(String name) {
    return begin(BsonBytes.DOCUMENT, BsonBytes.nameBytes(name));
  }

  public DocumentBuilder beginDocument(byte[] name) {
    return begin(BsonBytes.DOCUMENT, name);
  }

  public DocumentBuilder beginArray(String name) {
    return begin(BsonBytes.ARRAY, BsonBytes.nameBytes(name));
  }

  public DocumentBuilder beginArray(byte[] name) {
    return begin(BsonBytes.ARRAY, name);
  }

  /** Closes the innermost open document or array. */
  public DocumentBuilder end() {
    if (depth == 0) {
      throw new IllegalStateException("no open document");
    }
    close(starts[depth]);
    depth--;
    return this;
  }

  /** The name of the next element of the innermost open array: "0", "1", and so on. */
  public byte[] nextIndex() {
    int index = indexes[depth]++;
    return index < INDEX_NAMES.length
        ? INDEX_NAMES[index]
        : Integer.toString(index).getBytes(StandardCharsets.US_ASCII);
  }

  public DocumentBuilder appendInt32(String name, int value) {
    return appendInt32(BsonBytes.nameBytes(name), value);
  }

  public DocumentBuilder appendInt32(byte[] name, int value) {
    header(BsonBytes.INT32, name);
    putInt32(value);
    return this;
  }

  public DocumentBuilder appendInt64(String name, long value) {
    return appendInt64(BsonBytes.nameBytes(name), value);
  }

  public DocumentBuilder appendInt64(byte[] name, long value) {
    header(BsonBytes.INT64, name);
    putInt64(value);
    return this;
  }

  public DocumentBuilder appendDouble(String name, double value) {
    return appendDouble(BsonBytes.nameBytes(name), value);
  }

  public DocumentBuilder appendDouble(byte[] name, double value) {
    header(BsonBytes.DOUBLE, name);
    putInt64(Double.doubleToRawLongBits(value));
    return this;
  }

  public DocumentBuilder appendBoolean(String name, boolean value) {
    return appendBoolean(BsonBytes.nameBytes(name), value);
  }

  public DocumentBuilder appendBoolean(byte[] name, boolean value) {
    header(BsonBytes.BOOLEAN, name);
    put((byte) (value ? 1 : 0));
    return this;
  }

  public DocumentBuilder appendNull(String name) {
    return appendNull(BsonBytes.nameBytes(name));
  }

  public DocumentBuilder appendNull(byte[] name) {
    header(BsonBytes.NULL, name);
    return this;
  }

  public DocumentBuilder appendString(String name, String value) {
    return appendString(BsonBytes.nameBytes(name), value);
  }

  public DocumentBuilder appendString(byte[] name, String value) {
    header(BsonBytes.STRING, name);
    putString(value);
    return this;
  }

  /** Milliseconds since the Unix epoch. */
  public DocumentBuilder appendDateTime(String name, long millis) {
    return appendDateTime(BsonBytes.nameBytes(name), millis);
  }

  /** Milliseconds since the Unix epoch. */
  public DocumentBuilder appendDateTime(byte[] name, long millis) {
    header(BsonBytes.DATE_TIME, name);
    putInt64(millis);
    return this;
  }

  /** A timestamp as its 64 bits: seconds above, increment below. */
  public DocumentBuilder appendTimestamp(String name, long bits) {
    return appendTimestamp(BsonBytes.nameBytes(name), bits);
  }

  /** A timestamp as its 64 bits: seconds above, increment below. */
  public DocumentBuilder appendTimestamp(byte[] name, long bits) {
    header(BsonBytes.TIMESTAMP, name);
    putInt64(bits);
    return this;
  }

  public DocumentBuilder appendObjectId(String name, ObjectId value) {
    header(BsonBytes.OBJECT_ID, BsonBytes.nameBytes(name));
    putBytes(value.toByteArray());
    return this;
  }

  public DocumentBuilder appendDocument(String name, DocumentView document) {
    return appendDocument(BsonBytes.nameBytes(name), document);
  }

  public DocumentBuilder appendDocument(byte[] name, DocumentView document) {
    return appendRaw(
        name, BsonBytes.DOCUMENT, document.array(), document.offset(), document.length());
  }

  /** Appends a value that stands as BSON bytes; {@code offset} is where the value begins. */
  public DocumentBuilder appendRaw(byte[] name, byte type, byte[] array, int offset, int length) {
    header(type, name);
    putBytes(array, offset, length);
    return this;
  }

  /** Appends a whole element, name included, that begins at {@code elementOffset}. */
  public DocumentBuilder appendElement(byte[] array, int elementOffset) {
    return appendElements(
        array, elementOffset, BsonBytes.nextElement(array, elementOffset) - elementOffset);
  }

  /** Appends a run of whole elements: {@code length} bytes from {@code elementOffset}. */
  public DocumentBuilder appendElements(byte[] array, int elementOffset, int length) {
    putBytes(array, elementOffset, length);
    return this;
  }

  /** Appends all fields of a document, in order. */
  public DocumentBuilder appendFields(DocumentView document) {
    return appendElements(document.array(), document.offset() + 4, document.length() - 5);
  }

  /** Appends all fields of a document, in order. */
  public DocumentBuilder appendFields(BsonDocument document) {
    for (Map.Entry<String, BsonValue> field : document.entrySet()) {
      append(field.getKey(), field.getValue());
    }
    return this;
  }

  public DocumentBuilder append(String name, BsonValue value) {
    return append(BsonBytes.nameBytes(name), value);
  }

  public DocumentBuilder append(byte[] name, BsonValue value) {
    switch (value.getBsonType()) {
      case DOUBLE -> appendDouble(name, value.asDouble().getValue());
      case STRING -> appendString(name, value.asString().getValue());
      case DOCUMENT -> beginDocument(name).appendFields(value.asDocument()).end();
      case ARRAY -> appendArray(name, value.asArray());
      case BINARY -> appendBinary(name, value.asBinary());
      case UNDEFINED -> header(BsonBytes.UNDEFINED, name);
      case OBJECT_ID -> {
        header(BsonBytes.OBJECT_ID, name);
        putBytes(value.asObjectId().getValue().toByteArray());
      }
      case BOOLEAN -> appendBoolean(name, value.asBoolean().getValue());
      case DATE_TIME -> {
        header(BsonBytes.DATE_TIME, name);
        putInt64(value.asDateTime().getValue());
      }
      case NULL -> appendNull(name);
      case REGULAR_EXPRESSION -> appendRegex(name, value.asRegularExpression());
      case DB_POINTER -> appendDbPointer(name, value.asDBPointer());
      case JAVASCRIPT -> {
        header(BsonBytes.CODE, name);
        putString(value.asJavaScript().getCode());
      }
      case SYMBOL -> {
        header(BsonBytes.SYMBOL, name);
        putString(value.asSymbol().getSymbol());
      }
      case JAVASCRIPT_WITH_SCOPE -> appendCodeWithScope(name, value.asJavaScriptWithScope());
      case INT32 -> appendInt32(name, value.asInt32().getValue());
      case TIMESTAMP -> {
        header(BsonBytes.TIMESTAMP, name);
        putInt64(value.asTimestamp().getValue());
      }
      case INT64 -> appendInt64(name, value.asInt64().getValue());
      case DECIMAL128 -> {
        Decimal128 decimal = value.asDecimal128().getValue();
        header(BsonBytes.DECIMAL128, name);
        putInt64(decimal.getLow());
        putInt64(decimal.getHigh());
      }
      case MIN_KEY -> header(BsonBytes.MIN_KEY, name);
      case MAX_KEY -> header(BsonBytes.MAX_KEY, name);
      case END_OF_DOCUMENT -> throw new IllegalArgumentException("not a value");
    }
    return this;
  }

  /** Closes the root and answers a view of the buffer, valid until the builder is used again. */
  public DocumentView toView() {
    closeRoot();
    DocumentView known = lastView;
    if (known == null || known.array() != buffer) {
      known = DocumentView.borrowed(buffer, 0);
      lastView = known;
    }
    return known;
  }

  /** Whether the root has a field so far; nothing may be open below it. */
  public boolean contains(byte[] name) {
    checkNothingOpen();
    ensure(1);
    buffer[position] = BsonBytes.END;
    return BsonBytes.findElement(buffer, 0, name) >= 0;
  }

  /** The document as it is now, valid until more is written; the building goes on. */
  public DocumentView soFar() {
    checkNothingOpen();
    ensure(1);
    buffer[position] = BsonBytes.END;
    BsonBytes.putInt32(buffer, 0, position + 1);
    return DocumentView.borrowed(buffer, 0);
  }

  /** A copy of the document as it is now; the building goes on. */
  public DocumentView copy() {
    return soFar().retain();
  }

  /** Closes the root and answers a copy of the document. */
  public byte[] toBytes() {
    closeRoot();
    return Arrays.copyOf(buffer, position);
  }

  private void closeRoot() {
    checkNothingOpen();
    close(0);
  }

  private void checkNothingOpen() {
    if (depth != 0) {
      throw new IllegalStateException("an open document or array at depth " + depth);
    }
  }

  private DocumentBuilder begin(byte type, byte[] name) {
    header(type, name);
    depth++;
    if (depth == starts.length) {
      starts = Arrays.copyOf(starts, depth * 2);
      indexes = Arrays.copyOf(indexes, depth * 2);
    }
    starts[depth] = position;
    indexes[depth] = 0;
    ensure(4);
    position += 4;
    return this;
  }

  private void close(int start) {
    put(BsonBytes.END);
    BsonBytes.putInt32(buffer, start, position - start);
  }

  private void appendArray(byte[] name, BsonArray array) {
    beginArray(name);
    for (BsonValue element : array) {
      append(nextIndex(), element);
    }
    end();
  }

  private void appendBinary(byte[] name, BsonBinary binary) {
    byte[] data = binary.getData();
    header(BsonBytes.BINARY, name);
    boolean old = binary.getType() == 2;
    putInt32(old ? data.length + 4 : data.length);
    put(binary.getType());
    if (old) {
      putInt32(data.length);
    }
    putBytes(data);
  }

  private void appendRegex(byte[] name, BsonRegularExpression regex) {
    header(BsonBytes.REGEX, name);
    putBytes(BsonBytes.nameBytes(regex.getPattern()));
    put(BsonBytes.END);
    putBytes(BsonBytes.nameBytes(regex.getOptions()));
    put(BsonBytes.END);
  }

  private void appendDbPointer(byte[] name, BsonDbPointer pointer) {
    header(BsonBytes.DB_POINTER, name);
    putString(pointer.getNamespace());
    putBytes(pointer.getId().toByteArray());
  }

  private void appendCodeWithScope(byte[] name, BsonJavaScriptWithScope code) {
    header(BsonBytes.CODE_WITH_SCOPE, name);
    int start = position;
    putInt32(0);
    putString(code.getCode());
    putBytes(BsonBytes.encode(code.getScope()));
    BsonBytes.putInt32(buffer, start, position - start);
  }

  private void header(byte type, byte[] name) {
    ensure(name.length + 2);
    buffer[position++] = type;
    System.arraycopy(name, 0, buffer, position, name.length);
    position += name.length;
    buffer[position++] = 0;
  }

  private void putString(String value) {
    byte[] bytes = BsonText.encode(value);
    putInt32(bytes.length + 1);
    putBytes(bytes);
    put(BsonBytes.END);
  }

  private void put(byte value) {
    ensure(1);
    buffer[position++] = value;
  }

  private void putInt32(int value) {
    ensure(4);
    BsonBytes.putInt32(buffer, position, value);
    position += 4;
  }

  private void putInt64(long value) {
    ensure(8);
    BsonBytes.putInt64(buffer, position, value);
    position += 8;
  }

  private void putBytes(byte[] bytes) {
    putBytes(bytes, 0, bytes.length);
  }

  private void putBytes(byte[] bytes, int offset, int length) {
    ensure(length);
    System.arraycopy(bytes, offset, buffer, position, length);
    position += length;
  }

  private void ensure(int more) {
    if (buffer.length - position < more) {
      grow(grown(more));
    }
  }

  /** The buffer that is outgrown may hold what is about to be appended: nobody else may have it. */
  private void grow(int bytes) {
    if (bytes <= SpareArrays.SMALL_BYTES) {
      buffer = Arrays.copyOf(buffer, bytes);
      return;
    }
    byte[] larger = SpareArrays.shared().take(bytes);
    System.arraycopy(buffer, 0, larger, 0, position);
    buffer = larger;
  }

  /** After one piece that is larger than all before it there is mostly little to come. */
  private int grown(int more) {
    int needed = position + more;
    return more > buffer.length ? needed + needed / 8 : Math.max(buffer.length * 2, needed);
  }
}
