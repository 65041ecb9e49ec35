package dev.meerkat.engine.changestream;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * One change that the oplog tells of: an entry, or one of those that an entry holds. Threads:
 * immutable, and valid as long as the entry's bytes.
 *
 * @param entry what holds {@code ts}, {@code wall}, {@code lsid} and {@code txnNumber}
 * @param change what holds {@code op}, {@code ns}, {@code ui}, {@code o} and {@code o2}
 * @param index the number of the change within the entry, from 0
 * @param isTransaction whether it is part of a client's transaction
 */
record OplogChange(DocumentView entry, DocumentView change, int index, boolean isTransaction) {
  private static final byte[] TS = BsonBytes.nameBytes("ts");
  private static final byte[] WALL = BsonBytes.nameBytes("wall");
  private static final byte[] OP = BsonBytes.nameBytes("op");
  private static final byte[] NS = BsonBytes.nameBytes("ns");
  private static final byte[] O = BsonBytes.nameBytes("o");
  private static final byte[] O2 = BsonBytes.nameBytes("o2");

  /** Bits of the commit's time. */
  long time() {
    return BsonBytes.int64(entry.array(), value(entry, TS));
  }

  long wallMillis() {
    return BsonBytes.int64(entry.array(), value(entry, WALL));
  }

  char op() {
    return (char) change.array()[value(change, OP) + 4];
  }

  Namespace namespace() {
    return Namespace.parse(BsonBytes.string(change.array(), value(change, NS)));
  }

  DocumentView o() {
    return document(change.array(), value(change, O));
  }

  @Nullable DocumentView o2() {
    int element = change.find(O2);
    return element < 0
        ? null
        : document(change.array(), BsonBytes.valueOffset(change.array(), element));
  }

  @Nullable UUID uuid() {
    return change.get("ui") instanceof BsonBinary uuid
        ? uuid.asUuid(UuidRepresentation.STANDARD)
        : null;
  }

  private static DocumentView document(byte[] array, int offset) {
    return DocumentView.borrowed(array, offset);
  }

  private static int value(DocumentView document, byte[] name) {
    int element = document.find(name);
    if (element < 0) {
      throw new IllegalStateException("a change in the oplog lacks a field");
    }
    return BsonBytes.valueOffset(document.array(), element);
  }
}
