package dev.meerkat.query.update;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Arrays;

/** The {@code _id} of a document, which no update changes. Threads: immutable. */
final class Identity {
  private static final byte[] ID = BsonBytes.nameBytes("_id");

  private Identity() {}

  static boolean isMissing(DocumentView document) {
    return document.find(ID) < 0;
  }

  /** Refuses an update that changes or removes the {@code _id}. */
  static void check(DocumentView before, DocumentView after) {
    int old = before.find(ID);
    int now = after.find(ID);
    if (old < 0 ? now >= 0 : now < 0 || !isSame(before.array(), old, after.array(), now)) {
      throw refusal();
    }
  }

  static ServerException refusal() {
    return new ServerException(
        ErrorCode.IMMUTABLE_FIELD,
        "Performing an update on the path '_id' would modify the immutable field '_id'");
  }

  private static boolean isSame(byte[] a, int elementA, byte[] b, int elementB) {
    return Arrays.equals(
        a,
        elementA,
        BsonBytes.nextElement(a, elementA),
        b,
        elementB,
        BsonBytes.nextElement(b, elementB));
  }

  /** The document with its {@code _id}, if it has one, before all other fields. */
  static DocumentView first(DocumentView document) {
    int id = document.find(ID);
    if (id < 0 || id == BsonBytes.firstElement(document.offset())) {
      return document;
    }
    return with(document, id, document);
  }

  /** The document with another one's {@code _id} before all other fields. */
  static DocumentView from(DocumentView other, DocumentView document) {
    int id = other.find(ID);
    return id < 0 ? first(document) : with(other, id, document);
  }

  private static DocumentView with(DocumentView source, int id, DocumentView document) {
    DocumentBuilder out = new DocumentBuilder(document.length() + 32);
    out.appendElement(source.array(), id);
    byte[] array = document.array();
    int element = BsonBytes.firstElement(document.offset());
    while (array[element] != BsonBytes.END) {
      if (!BsonBytes.nameEquals(array, element, ID)) {
        out.appendElement(array, element);
      }
      element = BsonBytes.nextElement(array, element);
    }
    return DocumentView.of(out.toBytes());
  }
}
