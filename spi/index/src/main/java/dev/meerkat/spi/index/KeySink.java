package dev.meerkat.spi.index;

import org.bson.BsonValue;

/**
 * Takes the keys of one document, each a value per component of the key pattern. Threads: confined
 * to one operation.
 */
public interface KeySink {
  /** Appends the next component of the key at hand, a value that stands as BSON bytes. */
  void append(byte type, byte[] array, int offset);

  /** Appends the next component of the key at hand. */
  void append(BsonValue value);

  /** Appends null, which also stands for missing. */
  void appendNull();

  /** Appends undefined, which stands for an empty array. */
  void appendUndefined();

  /** Appends the next component, text that stands as it is whatever the index's collation. */
  void appendPlain(String text);

  /** Says that there is an array at a path, where paths are not those of components. */
  void arrayAt(String path);

  /** Says that the path of a component went through an array. */
  void multikey(int component);

  /** Completes the key at hand. */
  void endKey();
}
