package dev.meerkat.engine.oplog;

import dev.meerkat.query.update.ChangeShape;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * One change as it stands in an entry of its own or among others in an applyOps. Threads:
 * immutable.
 */
sealed interface LoggedOperation {
  byte[] OP = BsonBytes.nameBytes("op");
  byte[] NS = BsonBytes.nameBytes("ns");
  byte[] UI = BsonBytes.nameBytes("ui");
  byte[] O = BsonBytes.nameBytes("o");
  byte[] O2 = BsonBytes.nameBytes("o2");
  byte[] ID = BsonBytes.nameBytes("_id");
  byte[] STATEMENT = BsonBytes.nameBytes("stmtId");
  byte[] INSERT = letter('i');
  byte[] UPDATE = letter('u');
  byte[] DELETE = letter('d');

  /** Not part of a retryable write. */
  int NO_STATEMENT = -1;

  /** Writes the fields op, ns, ui, o and o2. */
  void write(DocumentBuilder out);

  /** Bytes that it needs, about. */
  int sizeBytes();

  /** The statement's number, or {@link #NO_STATEMENT}. */
  default int statementId() {
    return NO_STATEMENT;
  }

  /** What was there before, where it is to be kept; else null. */
  default @Nullable DocumentView preImage() {
    return null;
  }

  /** The collection's UUID, or null. */
  default @Nullable UUID collection() {
    return null;
  }

  /** A document was inserted. */
  record Inserted(LoggedCollection logged, DocumentView document, int statementId)
      implements LoggedOperation {
    @Override
    public void write(DocumentBuilder out) {
      begin(out, INSERT, logged);
      out.appendDocument(O, document);
      id(O2, document, out);
    }

    @Override
    public int sizeBytes() {
      return OVERHEAD_BYTES + document.length();
    }

    @Override
    public UUID collection() {
      return logged.uuid();
    }
  }

  /** A document was removed. */
  record Deleted(LoggedCollection logged, DocumentView document, int statementId)
      implements LoggedOperation {
    @Override
    public void write(DocumentBuilder out) {
      begin(out, DELETE, logged);
      id(O, document, out);
    }

    @Override
    public int sizeBytes() {
      return OVERHEAD_BYTES;
    }

    @Override
    public UUID collection() {
      return logged.uuid();
    }

    @Override
    public @Nullable DocumentView preImage() {
      return logged.keepsImages() ? document : null;
    }
  }

  /**
   * A document was changed.
   *
   * @param o the diff with its version, or the whole document
   */
  record Updated(LoggedCollection logged, DocumentView before, DocumentView o, int statementId)
      implements LoggedOperation {
    private static final byte[] DIFF = BsonBytes.nameBytes("diff");
    private static final byte[] VERSION = BsonBytes.nameBytes("$v");
    private static final int DIFF_VERSION = 2;

    /** Bytes by which a computed diff must be shorter than the document. */
    private static final int DIFF_PADDING = 15;

    /**
     * @param scratch empty; the change is written to it, and stays there as long as it is used
     */
    static Updated of(
        LoggedCollection logged,
        DocumentView before,
        DocumentView after,
        ChangeShape shape,
        int statementId,
        DocumentBuilder scratch) {
      DocumentView o =
          switch (shape) {
            case ChangeShape.Replaced _ -> after;
            case ChangeShape.Computed _ -> diff(before, after, null, after.length(), scratch);
            case ChangeShape.Paths paths -> diff(before, after, paths, Integer.MAX_VALUE, scratch);
          };
      return new Updated(logged, before, o, statementId);
    }

    private static DocumentView diff(
        DocumentView before,
        DocumentView after,
        ChangeShape.@Nullable Below touched,
        int limitBytes,
        DocumentBuilder out) {
      out.appendInt32(VERSION, DIFF_VERSION);
      out.beginDocument(DIFF);
      int mark = out.mark();
      boolean made = DocumentDiff.write(before, after, touched, out);
      boolean isShort = out.mark() - mark < limitBytes - DIFF_PADDING;
      out.end();
      return made && isShort ? out.toView() : after;
    }

    @Override
    public void write(DocumentBuilder out) {
      begin(out, UPDATE, logged);
      out.appendDocument(O, o);
      id(O2, before, out);
    }

    @Override
    public int sizeBytes() {
      return OVERHEAD_BYTES + o.length();
    }

    @Override
    public UUID collection() {
      return logged.uuid();
    }

    @Override
    public @Nullable DocumentView preImage() {
      return logged.keepsImages() ? before : null;
    }
  }

  /** Something was done that is no document's. */
  record Other(
      String op, String ns, @Nullable UUID collection, BsonDocument o, @Nullable BsonDocument o2)
      implements LoggedOperation {
    static Other command(
        Namespace about, @Nullable UUID collection, BsonDocument o, @Nullable BsonDocument o2) {
      return new Other("c", about.database() + ".$cmd", collection, o, o2);
    }

    static Other view(char op, String database, BsonDocument document) {
      BsonDocument id = new BsonDocument("_id", document.get("_id"));
      return new Other(
          String.valueOf(op),
          database + ".system.views",
          null,
          op == 'd' ? id : document,
          op == 'd' ? null : id);
    }

    @Override
    public void write(DocumentBuilder out) {
      out.appendString(OP, op);
      out.appendString(NS, ns);
      if (collection != null) {
        out.append(UI, new BsonBinary(collection, UuidRepresentation.STANDARD));
      }
      out.append(O, o);
      if (o2 != null) {
        out.append(O2, o2);
      }
    }

    @Override
    public int sizeBytes() {
      return OVERHEAD_BYTES + BsonBytes.encode(o).length;
    }
  }

  /** Bytes of the fields besides the documents, about. */
  int OVERHEAD_BYTES = 160;

  /** A string of one letter as it stands in BSON. */
  private static byte[] letter(char op) {
    return new byte[] {2, 0, 0, 0, (byte) op, 0};
  }

  private static void begin(DocumentBuilder out, byte[] op, LoggedCollection logged) {
    out.appendRaw(OP, BsonBytes.STRING, op, 0, op.length);
    logged.write(out);
  }

  private static void id(byte[] name, DocumentView document, DocumentBuilder out) {
    out.beginDocument(name);
    int element = document.find(ID);
    if (element >= 0) {
      out.appendElement(document.array(), element);
    }
    out.end();
  }
}
