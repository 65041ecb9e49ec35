package dev.meerkat.query.projection;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ValueSink;
import org.bson.BsonValue;

/** Writes the value that an expression computes as a field. Threads: confined to one operation. */
final class BuilderSink implements ValueSink {
  private final DocumentBuilder out;
  private byte[] name = {};

  BuilderSink(DocumentBuilder out) {
    this.out = out;
  }

  /** The name of the field to be written next. */
  BuilderSink named(byte[] field) {
    name = field;
    return this;
  }

  @Override
  public void value(BsonValue value) {
    out.append(name, value);
  }

  @Override
  public void int32(int value) {
    out.appendInt32(name, value);
  }

  @Override
  public void int64(long value) {
    out.appendInt64(name, value);
  }

  @Override
  public void float64(double value) {
    out.appendDouble(name, value);
  }

  @Override
  public void bool(boolean value) {
    out.appendBoolean(name, value);
  }

  @Override
  public void nullValue() {
    out.appendNull(name);
  }

  @Override
  public void raw(byte type, byte[] array, int offset, int length) {
    out.appendRaw(name, type, array, offset, length);
  }
}
