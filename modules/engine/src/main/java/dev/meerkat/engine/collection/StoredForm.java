package dev.meerkat.engine.collection;

import dev.meerkat.engine.LogicalClock;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.ServerException;
import org.jspecify.annotations.Nullable;

/**
 * The form in which documents are stored: {@code _id} first and of a type that may be one, within
 * the limits of size and depth. Threads: immutable.
 */
final class StoredForm {
  private static final byte[] ID = BsonBytes.nameBytes("_id");

  private StoredForm() {}

  /**
   * Makes a document ready for insertion; it is valid as long as the one that was given.
   *
   * @param keepEmptyTimestamps whether {@code Timestamp(0, 0)} at the top level stays as it is
   * @throws ServerException 53, 52, 15, 10334
   */
  static DocumentView forInsert(
      DocumentView document, Seeds seeds, boolean keepEmptyTimestamps, LogicalClock clock) {
    int id = document.find(ID);
    DocumentView ready = document;
    boolean stamps = !keepEmptyTimestamps && hasEmptyTimestamp(document);
    if (id != document.offset() + 4 || stamps) {
      ready = rewrite(document, id, seeds, stamps ? clock : null);
    }
    checkId(ready);
    checkSize(ready);
    checkDepth(ready);
    return ready;
  }

  /**
   * Makes a document ready to be put into a bucket, where it may go without an {@code _id}.
   *
   * @throws ServerException 15, 10334
   */
  static DocumentView forBucket(
      DocumentView document, boolean keepEmptyTimestamps, LogicalClock clock) {
    DocumentView ready =
        keepEmptyTimestamps || !hasEmptyTimestamp(document) ? document : stamped(document, clock);
    checkSize(ready);
    checkDepth(ready);
    return ready.retain();
  }

  /** Gives each empty timestamp a time of its own. */
  private static DocumentView stamped(DocumentView document, LogicalClock clock) {
    byte[] array = document.array();
    DocumentBuilder builder = new DocumentBuilder(document.length());
    int element = BsonBytes.firstElement(document.offset());
    while (array[element] != BsonBytes.END) {
      if (isEmptyTimestamp(array, element)) {
        builder.appendTimestamp(BsonBytes.name(array, element), clock.tick().getValue());
      } else {
        builder.appendElement(array, element);
      }
      element = BsonBytes.nextElement(array, element);
    }
    return builder.toView();
  }

  /** Checks a document that an update has made. */
  static DocumentView forUpdate(DocumentView document) {
    checkId(document);
    checkSize(document);
    checkDepth(document);
    return document;
  }

  /**
   * @param clock gives each empty timestamp a time of its own; null where they stay as they are
   */
  private static DocumentView rewrite(
      DocumentView document, int id, Seeds seeds, @Nullable LogicalClock clock) {
    byte[] array = document.array();
    DocumentBuilder builder = new DocumentBuilder(document.length() + 32);
    if (id < 0) {
      builder.appendObjectId("_id", seeds.newObjectId());
    } else {
      builder.appendElement(array, id);
    }
    int element = BsonBytes.firstElement(document.offset());
    while (array[element] != BsonBytes.END) {
      if (element != id) {
        if (clock != null && isEmptyTimestamp(array, element)) {
          builder.appendTimestamp(BsonBytes.name(array, element), clock.tick().getValue());
        } else {
          builder.appendElement(array, element);
        }
      }
      element = BsonBytes.nextElement(array, element);
    }
    return builder.toView();
  }

  private static boolean hasEmptyTimestamp(DocumentView document) {
    byte[] array = document.array();
    int element = BsonBytes.firstElement(document.offset());
    while (array[element] != BsonBytes.END) {
      if (isEmptyTimestamp(array, element) && !BsonBytes.nameEquals(array, element, ID)) {
        return true;
      }
      element = BsonBytes.nextElement(array, element);
    }
    return false;
  }

  private static boolean isEmptyTimestamp(byte[] array, int element) {
    return array[element] == BsonBytes.TIMESTAMP
        && BsonBytes.int64(array, BsonBytes.valueOffset(array, element)) == 0;
  }

  private static void checkId(DocumentView document) {
    byte[] array = document.array();
    int element = document.find(ID);
    if (element < 0) {
      return;
    }
    switch (array[element]) {
      case BsonBytes.ARRAY -> throw invalidId("array");
      case BsonBytes.REGEX -> throw invalidId("regex");
      case BsonBytes.UNDEFINED -> throw invalidId("undefined");
      case BsonBytes.DOCUMENT -> checkIdFields(array, BsonBytes.valueOffset(array, element));
      default -> {}
    }
  }

  private static void checkIdFields(byte[] array, int documentOffset) {
    int element = BsonBytes.firstElement(documentOffset);
    while (array[element] != BsonBytes.END) {
      if (array[element + 1] == '$') {
        String name = BsonBytes.name(array, element);
        if (!name.equals("$ref") && !name.equals("$id") && !name.equals("$db")) {
          throw new ServerException(
              ErrorCode.DOLLAR_PREFIXED_FIELD_NAME,
              "_id fields may not contain '$'-prefixed fields: "
                  + name
                  + " is not valid for storage.");
        }
      }
      element = BsonBytes.nextElement(array, element);
    }
  }

  private static ServerException invalidId(String type) {
    return new ServerException(
        ErrorCode.INVALID_ID_FIELD, "The '_id' value cannot be of type " + type);
  }

  private static void checkSize(DocumentView document) {
    if (document.length() > Limits.MAX_DOCUMENT_BYTES) {
      throw new ServerException(
          ErrorCode.BSON_OBJECT_TOO_LARGE,
          "object to insert too large. size in bytes: "
              + document.length()
              + ", max size: "
              + Limits.MAX_DOCUMENT_BYTES);
    }
  }

  private static void checkDepth(DocumentView document) {
    // A level takes seven bytes at least, so that short documents need no walk.
    if (document.length() > Limits.MAX_STORED_DEPTH * 7) {
      checkDepth(document.array(), document.offset(), 1);
    }
  }

  private static void checkDepth(byte[] array, int documentOffset, int depth) {
    if (depth > Limits.MAX_STORED_DEPTH) {
      throw new ServerException(
          ErrorCode.OVERFLOW,
          "Document exceeds maximum nested object depth: " + Limits.MAX_STORED_DEPTH);
    }
    int element = BsonBytes.firstElement(documentOffset);
    while (array[element] != BsonBytes.END) {
      byte type = array[element];
      int value = BsonBytes.valueOffset(array, element);
      if (type == BsonBytes.DOCUMENT || type == BsonBytes.ARRAY) {
        checkDepth(array, value, depth + 1);
      }
      element = value + BsonBytes.valueSize(array, type, value);
    }
  }
}
