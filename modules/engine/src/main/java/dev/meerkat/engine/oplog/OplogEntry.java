package dev.meerkat.engine.oplog;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonInt64;
import org.bson.BsonTimestamp;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code local.oplog.rs}, read field by field as it is asked for. Threads: immutable,
 * and valid as long as the view that it stands on.
 *
 * <p>Fields, in this order; those in brackets are not in every entry:
 *
 * <pre>
 * [lsid]       {id: UUID, uid: BinData}: of a retryable write or a transaction
 * [txnNumber]  int64: with lsid
 * op           "i", "u", "d", "c" or "n"
 * ns           the collection; of a command "db.$cmd", of applyOps "admin.$cmd", of a no-op ""
 * [ui]         the collection's UUID, for i, u, d and for commands about one collection
 * o            i: the document
 *              u: {$v: 2, diff: {…}}, or the whole document of a replacement
 *              d: {_id}
 *              c: the command, its name first
 *              n: {msg: …}
 * [o2]         i, u: {_id}; drop: {numRecords}; dropIndexes: the spec; collMod: the old options
 * [stmtId]     int32: the statement of a retryable write
 * ts           Timestamp: later than every entry before
 * t            int64: the term of the primary that has written it
 * v            int64: 2
 * wall         Date
 * [prevOpTime] {ts, t}: the entry before of the same lsid and txnNumber; {Timestamp(0, 0), -1} in
 *              the first
 * [multiOpType] int32 1: applyOps of a retryable insert of several documents, which is no
 *              transaction
 * </pre>
 *
 * <p>Commands: {@code {create: coll, …options, idIndex}}, {@code {createIndexes: coll, …spec}} for
 * each index, {@code {drop: coll}}, {@code {dropIndexes: coll, index: name}}, {@code {collMod:
 * coll, …}}, {@code {renameCollection: ns, to: ns, stayTemp: false[, dropTarget: UUID]}}, {@code
 * {dropDatabase: 1}}, and {@code {applyOps: [{op, ns, ui, o[, o2][, stmtId]}, …]}}: a transaction,
 * or documents that one insert or one delete has changed together. A transaction above 16 MB is a
 * chain of entries, linked by prevOpTime; all but the last have {@code o.partialTxn: true}, and the
 * last has {@code o.count}. Views are documents of {@code db.system.views}: {@code {_id: "db.view",
 * viewOn, pipeline}}.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/replica-set-oplog/">Replica set oplog</a>
 */
public record OplogEntry(DocumentView document) {
  private static final byte[] TS = BsonBytes.nameBytes("ts");
  private static final byte[] T = BsonBytes.nameBytes("t");
  private static final byte[] OP = BsonBytes.nameBytes("op");
  private static final byte[] NS = BsonBytes.nameBytes("ns");
  private static final byte[] WALL = BsonBytes.nameBytes("wall");
  private static final byte[] O = BsonBytes.nameBytes("o");
  private static final byte[] O2 = BsonBytes.nameBytes("o2");
  private static final byte[] LSID = BsonBytes.nameBytes("lsid");

  /** The field {@code ts}, as bits: unsigned, and the record's id. */
  public long timestampBits() {
    return BsonBytes.int64(array(), value(TS));
  }

  public BsonTimestamp timestamp() {
    return new BsonTimestamp(timestampBits());
  }

  /** The field {@code t}. */
  public long term() {
    return BsonBytes.int64(array(), value(T));
  }

  /** The field {@code wall}, in milliseconds since the Unix epoch. */
  public long wallMillis() {
    return BsonBytes.int64(array(), value(WALL));
  }

  /** The field {@code op}: 'i', 'u', 'd', 'c' or 'n'. */
  public char op() {
    return (char) array()[value(OP) + 4];
  }

  /** The field {@code ns}. */
  public String ns() {
    return BsonBytes.string(array(), value(NS));
  }

  /** The field {@code ui}, or null. */
  public @Nullable UUID ui() {
    return document.get("ui") instanceof BsonBinary uuid
        ? uuid.asUuid(UuidRepresentation.STANDARD)
        : null;
  }

  /** The field {@code o}. */
  public DocumentView o() {
    return DocumentView.borrowed(array(), value(O));
  }

  /** The field {@code o2}, or null. */
  public @Nullable DocumentView o2() {
    return optional(O2);
  }

  /** The field {@code lsid}, or null. */
  public @Nullable DocumentView lsid() {
    return optional(LSID);
  }

  /** The field {@code txnNumber}, or -1. */
  public long txnNumber() {
    return document.get("txnNumber") instanceof BsonInt64 number ? number.getValue() : -1;
  }

  private @Nullable DocumentView optional(byte[] name) {
    int element = document.find(name);
    if (element < 0) {
      return null;
    }
    int value = BsonBytes.valueOffset(array(), element);
    return DocumentView.borrowed(array(), value);
  }

  private int value(byte[] name) {
    int element = document.find(name);
    if (element < 0) {
      throw new IllegalStateException("an oplog entry lacks a field");
    }
    return BsonBytes.valueOffset(array(), element);
  }

  private byte[] array() {
    return document.array();
  }
}
