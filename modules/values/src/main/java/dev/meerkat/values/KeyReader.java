package dev.meerkat.values;

import dev.meerkat.spi.BsonBytes;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/**
 * Turns the bytes of a key back into values, one after the other. Threads: confined to one
 * operation.
 */
final class KeyReader {
  private final KeyBytes bytes;
  private final TypeBits.Reader typeBits;
  private final boolean collated;

  /**
   * @param collated whether strings stand as a collation's sort keys
   */
  KeyReader(byte[] key, int end, byte[] typeBits, boolean collated) {
    this.collated = collated;
    this.bytes = new KeyBytes(key, end);
    this.typeBits = new TypeBits.Reader(typeBits);
  }

  boolean hasMore() {
    return bytes.hasMore();
  }

  BsonValue next(boolean descending) {
    bytes.begin(descending);
    return value();
  }

  private BsonValue value() {
    int type = bytes.read();
    return switch (type) {
      case KeyType.MIN_KEY -> new BsonMinKey();
      case KeyType.UNDEFINED -> new BsonUndefined();
      case KeyType.NULL -> BsonNull.VALUE;
      case KeyType.STRING ->
          !collated && typeBits.readFlag()
              ? new BsonSymbol(bytes.text())
              : new BsonString(bytes.text());
      case KeyType.DOCUMENT -> document();
      case KeyType.ARRAY -> array();
      case KeyType.BINARY -> binary();
      case KeyType.OBJECT_ID -> new BsonObjectId(new ObjectId(bytes.bytes(12)));
      case KeyType.FALSE -> BsonBoolean.FALSE;
      case KeyType.TRUE -> BsonBoolean.TRUE;
      case KeyType.DATE_TIME -> new BsonDateTime(bytes.bigEndian(8) ^ Long.MIN_VALUE);
      case KeyType.TIMESTAMP -> new BsonTimestamp(bytes.bigEndian(8));
      case KeyType.REGEX -> new BsonRegularExpression(bytes.name(), bytes.name());
      case KeyType.DB_POINTER -> {
        byte[] namespace = bytes.bytes((int) bytes.bigEndian(4));
        yield new BsonDbPointer(
            BsonBytes.text(namespace, 0, namespace.length), new ObjectId(bytes.bytes(12)));
      }
      case KeyType.CODE -> new BsonJavaScript(bytes.text());
      case KeyType.CODE_WITH_SCOPE -> new BsonJavaScriptWithScope(bytes.text(), document());
      case KeyType.MAX_KEY -> new BsonMaxKey();
      default -> KeyNumberReader.value(bytes, typeBits, type);
    };
  }

  private BsonDocument document() {
    BsonDocument document = new BsonDocument();
    while (bytes.read() != KeyType.END) {
      String name = bytes.name();
      document.append(name, value());
    }
    return document;
  }

  private BsonArray array() {
    BsonArray array = new BsonArray();
    while (bytes.peek() != KeyType.END) {
      array.add(value());
    }
    bytes.skip(1);
    return array;
  }

  private BsonBinary binary() {
    int length = bytes.read();
    if (length == 0xFF) {
      length = (int) bytes.bigEndian(4);
    }
    byte subtype = (byte) bytes.read();
    if (subtype == 2) {
      // The object form leaves out the length that the old subtype repeats.
      bytes.skip(4);
      length -= 4;
    }
    return new BsonBinary(subtype, bytes.bytes(length));
  }
}
