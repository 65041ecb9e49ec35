package dev.meerkat.engine.collection;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.storage.RecordStore;
import dev.meerkat.spi.storage.StorageReader;
import dev.meerkat.values.KeyStringBuilder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The search for the document of one {@code _id}: where its record is hinted at, by looking at
 * that; else by the index. As no two documents of a collection have the same {@code _id} at any
 * time, a record that has it is the one that the index would name, whichever snapshot is read.
 * Threads: confined to one thread.
 */
final class IdSearch {
  private static final byte[] ID = BsonBytes.nameBytes("_id");

  private final IdHints hints;
  private final byte type;
  private final byte[] array;
  private final int offset;
  private long recordId;

  /**
   * @param array holds the {@code _id}, a value of type {@code type} at {@code offset}
   */
  IdSearch(IdHints hints, byte type, byte[] array, int offset) {
    this.hints = hints;
    this.type = type;
    this.array = array;
    this.offset = offset;
  }

  /** The record that was found, or 0. */
  long recordId() {
    return recordId;
  }

  /**
   * Finds the document, or null where there is none.
   *
   * @param index that of {@code _id}, under simple comparison
   * @param builder of the index's keys; it is the caller's again afterwards
   * @throws IllegalStateException the index has an entry whose record is not there
   */
  @Nullable DocumentView find(
      RecordStore records, CollectionIndex index, StorageReader reader, KeyStringBuilder builder) {
    long hash = IdHints.hash(records.ident(), type, array, offset);
    long hint = hints.find(hash);
    if (hint != 0) {
      DocumentView hinted = records.find(reader, hint);
      if (hinted != null && isSought(hinted)) {
        recordId = hint;
        return hinted;
      }
    }
    boolean isDescending = index.ordering().isDescending(0);
    recordId =
        index.find(reader, builder.clear().append(type, array, offset, isDescending).toKey());
    if (recordId == 0) {
      return null;
    }
    DocumentView found = records.find(reader, recordId);
    if (found == null) {
      throw new IllegalStateException("an _id index entry without its record: " + recordId);
    }
    hints.note(hash, recordId);
    return found;
  }

  /** Whether a document has the {@code _id} to the byte. */
  private boolean isSought(DocumentView document) {
    byte[] own = document.array();
    int element = document.find(ID);
    if (element < 0 || own[element] != type) {
      return false;
    }
    int value = BsonBytes.valueOffset(own, element);
    return Arrays.equals(
        own,
        value,
        value + BsonBytes.valueSize(own, type, value),
        array,
        offset,
        offset + BsonBytes.valueSize(array, type, offset));
  }
}
