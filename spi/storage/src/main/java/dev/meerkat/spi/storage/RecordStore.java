package dev.meerkat.spi.storage;

import dev.meerkat.spi.DocumentView;
import org.jspecify.annotations.Nullable;

/**
 * Documents numbered by record ids, in the order of those. The engine gives the ids, from 1 to 2^40
 * - 1; in a {@link TableKind#LOG} all above 0. The number of documents and their bytes are kept up
 * to date by the backend, within the transaction, so that they are right after a crash. Threads:
 * safe.
 */
public interface RecordStore {
  /** Record ids are below this, but for those of a {@link TableKind#LOG}. */
  long MAX_RECORD_ID = (1L << 40) - 1;

  String ident();

  /** The document, valid for as long as the caller likes, or null. */
  @Nullable DocumentView find(StorageReader reader, long recordId);

  /** Finds many records for less than as many calls of {@link #find}, where the backend can. */
  default RecordFinder finder(StorageReader reader) {
    return new SingleFinder(this, reader);
  }

  /**
   * A cursor over records in the order of their ids, or in reverse.
   *
   * @param from the first id that may be answered, inclusive
   */
  RecordCursor open(StorageReader reader, Direction direction, long from);

  /**
   * The first records at an id and after it, without what is in them; for less than reading them,
   * where the backend can.
   *
   * @param limit of records, above 0
   */
  default RecordLengths lengths(StorageReader reader, long from, int limit) {
    RecordLengths lengths = new RecordLengths();
    try (RecordCursor cursor = open(reader, Direction.FORWARD, from)) {
      while (lengths.count() < limit && cursor.advance()) {
        lengths.add(cursor.recordId(), cursor.current().length());
      }
    }
    return lengths;
  }

  /**
   * Adds a record; the id must be free (the engine gives each id once; it is not checked).
   *
   * @param document its buffer may be used again once this returns
   */
  void insert(WriteTransaction transaction, long recordId, DocumentView document);

  /**
   * Replaces a record.
   *
   * @param oldLength bytes of the document that it replaces
   * @param document its buffer may be used again once this returns
   */
  void update(WriteTransaction transaction, long recordId, int oldLength, DocumentView document);

  /**
   * Removes a record.
   *
   * @param oldLength bytes of the document that it removes
   */
  void delete(WriteTransaction transaction, long recordId, int oldLength);

  /** The number of records, without a scan. */
  long count(StorageReader reader);

  /** Bytes of all documents, without a scan. */
  long dataSizeBytes(StorageReader reader);

  /**
   * Counts all records anew, by a scan, so that {@link #count} and {@link #dataSizeBytes} agree
   * with what there is: for a store whose numbers have gone wrong.
   */
  void recount(WriteTransaction transaction);

  /** The highest record id in use, or 0. */
  long maxRecordId(StorageReader reader);
}
