package dev.meerkat.spi;

import java.util.Arrays;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A document as BSON bytes, somewhere inside an array.
 *
 * <p>A view says where the bytes are; it copies and decodes nothing until asked. A view that was
 * {@linkplain #borrowed borrowed} from a cursor is valid until that cursor moves; who keeps it
 * calls {@link #retain()}. The bytes must not be changed through {@link #array()}. Threads:
 * immutable.
 */
public final class DocumentView {
  private static final byte[] EMPTY_BYTES = {5, 0, 0, 0, 0};

  /** The document without fields. */
  public static final DocumentView EMPTY = of(EMPTY_BYTES);

  private final byte[] array;
  private final int offset;
  private final boolean owned;
  private final @Nullable BsonDocument metadata;

  private DocumentView(byte[] array, int offset, boolean owned, @Nullable BsonDocument metadata) {
    this.array = array;
    this.offset = offset;
    this.owned = owned;
    this.metadata = metadata;
  }

  /** A view of bytes that nobody will change: it may be kept. */
  public static DocumentView of(byte[] bytes) {
    return of(bytes, 0);
  }

  /** A view of the document at {@code offset} of bytes that nobody will change. */
  public static DocumentView of(byte[] array, int offset) {
    return new DocumentView(array, offset, true, null);
  }

  /** A view of the document at {@code offset} of a buffer that its owner will use again. */
  public static DocumentView borrowed(byte[] array, int offset) {
    return new DocumentView(array, offset, false, null);
  }

  /** Encodes a document. */
  public static DocumentView of(BsonDocument document) {
    return of(BsonBytes.encode(document));
  }

  /**
   * What is known of the document beside its fields, by the names that {@code $meta} has for it;
   * null where nothing is. It goes where the document goes, and must not be changed.
   */
  public @Nullable BsonDocument metadata() {
    return metadata;
  }

  /** The same document with other metadata. */
  public DocumentView withMetadata(@Nullable BsonDocument newMetadata) {
    return newMetadata == null && metadata == null
        ? this
        : new DocumentView(array, offset, owned, newMetadata);
  }

  public byte[] array() {
    return array;
  }

  /** Where the document's length field stands in {@link #array()}. */
  public int offset() {
    return offset;
  }

  /** Bytes, 5 to 16 793 600: what the document says of itself. */
  public int length() {
    return BsonBytes.int32(array, offset);
  }

  /** Whether the document has no fields. */
  public boolean isEmpty() {
    return length() == 5;
  }

  /** The element offset of a field in {@link #array()}, or -1. Neither decodes nor allocates. */
  public int find(byte[] name) {
    return BsonBytes.findElement(array, offset, name);
  }

  /** Decodes one top-level field, or null where there is none. */
  public @Nullable BsonValue get(String name) {
    int element = find(BsonBytes.nameBytes(name));
    return element < 0
        ? null
        : BsonBytes.decode(array, array[element], BsonBytes.valueOffset(array, element));
  }

  /** Decodes the whole document. */
  public BsonDocument toBson() {
    return BsonBytes.decodeDocument(array, offset);
  }

  /** The document's bytes alone; the caller must not change them. */
  public byte[] toBytes() {
    return owned && offset == 0 && length() == array.length
        ? array
        : Arrays.copyOfRange(array, offset, offset + length());
  }

  /** A view that stays valid: this one where its bytes are nobody's buffer, else one of a copy. */
  public DocumentView retain() {
    return owned
        ? this
        : of(Arrays.copyOfRange(array, offset, offset + length())).withMetadata(metadata);
  }

  /** Equal where the bytes are equal: a test of identity, not MongoDB's equality of values. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DocumentView view
        && Arrays.equals(
            array, offset, offset + length(), view.array, view.offset, view.offset + view.length());
  }

  @Override
  public int hashCode() {
    int hash = 1;
    int end = offset + length();
    for (int i = offset; i < end; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return toBson().toJson();
  }
}
