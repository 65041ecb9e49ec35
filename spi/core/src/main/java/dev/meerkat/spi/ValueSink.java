package dev.meerkat.spi;

import org.bson.BsonValue;

/**
 * Takes exactly one value, or none at all for <em>missing</em>, from whoever computes it, without
 * an object for the plain kinds. Threads: confined to one operation.
 */
public interface ValueSink {
  void value(BsonValue value);

  void int32(int value);

  void int64(long value);

  void float64(double value);

  void bool(boolean value);

  void nullValue();

  /**
   * A value that stands as BSON bytes. {@code offset} is where the value begins, after its name.
   */
  void raw(byte type, byte[] array, int offset, int length);
}
