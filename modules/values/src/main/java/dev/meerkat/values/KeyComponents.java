package dev.meerkat.values;

/** Where the components of a key end, of which nothing else is wanted. Threads: immutable. */
final class KeyComponents {
  private KeyComponents() {}

  /** Passes over the next component. */
  static void skip(KeyBytes bytes, boolean descending) {
    bytes.begin(descending);
    skipValue(bytes);
  }

  private static void skipValue(KeyBytes bytes) {
    int type = bytes.read();
    switch (type) {
      case KeyType.MIN_KEY,
          KeyType.UNDEFINED,
          KeyType.NULL,
          KeyType.FALSE,
          KeyType.TRUE,
          KeyType.MAX_KEY,
          KeyType.NAN,
          KeyType.NEGATIVE_INFINITY,
          KeyType.POSITIVE_INFINITY,
          KeyType.ZERO -> {}
      case KeyType.STRING, KeyType.CODE -> bytes.skipText();
      case KeyType.DOCUMENT -> skipDocument(bytes);
      case KeyType.ARRAY -> {
        while (bytes.peek() != KeyType.END) {
          skipValue(bytes);
        }
        bytes.skip(1);
      }
      case KeyType.BINARY -> {
        int length = bytes.read();
        length = length == 0xFF ? (int) bytes.bigEndian(4) : length;
        bytes.skip(length + 1);
      }
      case KeyType.OBJECT_ID -> bytes.skip(12);
      case KeyType.DATE_TIME, KeyType.TIMESTAMP -> bytes.skip(8);
      case KeyType.REGEX -> {
        bytes.skipName();
        bytes.skipName();
      }
      case KeyType.DB_POINTER -> {
        int length = (int) bytes.bigEndian(4);
        bytes.skip(length + 12);
      }
      case KeyType.CODE_WITH_SCOPE -> {
        bytes.skipText();
        skipDocument(bytes);
      }
      default -> KeyNumberReader.skip(bytes, type);
    }
  }

  private static void skipDocument(KeyBytes bytes) {
    while (bytes.read() != KeyType.END) {
      bytes.skipName();
      skipValue(bytes);
    }
  }
}
