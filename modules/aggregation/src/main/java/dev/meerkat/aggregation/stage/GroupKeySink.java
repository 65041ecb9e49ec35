package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueSink;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import org.bson.BsonValue;

/**
 * Takes a document's key for {@code $group}, as the field {@code _id} of a document. Threads:
 * confined to one operation.
 */
final class GroupKeySink implements ValueSink {
  static final byte[] ID = BsonBytes.nameBytes("_id");

  private final DocumentBuilder out = new DocumentBuilder(64);
  private boolean empty = true;

  /** The key of a document; null where there is none. It is lent until the next one. */
  DocumentView of(DocumentView document, Expression id, EvaluationScope scope) {
    out.clear();
    empty = true;
    id.evaluateInto(document, scope, this);
    if (empty) {
      nullValue();
    }
    return out.toView();
  }

  @Override
  public void value(BsonValue value) {
    empty = false;
    out.append(ID, value);
  }

  @Override
  public void int32(int value) {
    empty = false;
    out.appendInt32(ID, value);
  }

  @Override
  public void int64(long value) {
    empty = false;
    out.appendInt64(ID, value);
  }

  @Override
  public void float64(double value) {
    empty = false;
    out.appendDouble(ID, value);
  }

  @Override
  public void bool(boolean value) {
    empty = false;
    out.appendBoolean(ID, value);
  }

  @Override
  public void nullValue() {
    empty = false;
    out.appendNull(ID);
  }

  @Override
  public void raw(byte type, byte[] array, int offset, int length) {
    empty = false;
    out.appendRaw(ID, type, array, offset, length);
  }
}
