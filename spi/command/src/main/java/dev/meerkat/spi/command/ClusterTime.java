package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Arrays;

/**
 * The cluster's time as a client has heard it, {@code $clusterTime}. As with mongod, its signature
 * must have the right form, and is believed where nobody has to log in: who may do everything may
 * advance the clock, too. Without a signature it is as one of a server that has no keys. Threads:
 * immutable.
 */
final class ClusterTime {
  private static final ErrorCode UNSUPPORTED_FORMAT = ErrorCode.of(12);
  private static final byte GENERAL_SUBTYPE = 0;
  private static final int HASH_BYTES = 20;
  private static final DocumentSchema TIME =
      DocumentSchema.lenient(
          "$clusterTime",
          Field.of("clusterTime", BsonBytes.TIMESTAMP).required(),
          Field.document("signature"));
  private static final DocumentSchema SIGNATURE =
      DocumentSchema.lenient(
          "$clusterTime.signature",
          Field.of("hash", BsonBytes.BINARY).required(),
          Field.integral("keyId").required());

  /** The one form that servers write and drivers send back, with zeros for what varies. */
  private static final byte[] PLAIN =
      new DocumentBuilder(96)
          .appendTimestamp("clusterTime", 0)
          .beginDocument("signature")
          .appendRaw(
              BsonBytes.nameBytes("hash"), BsonBytes.BINARY, zeroHash(), 0, zeroHash().length)
          .appendInt64("keyId", 0)
          .end()
          .toBytes();

  private static final int PLAIN_TIME = BsonBytes.valueOffset(PLAIN, 4);
  private static final int PLAIN_SIGNATURE = PLAIN_TIME + Long.BYTES;
  private static final int PLAIN_HASH =
      BsonBytes.valueOffset(
              PLAIN, BsonBytes.firstElement(BsonBytes.valueOffset(PLAIN, PLAIN_SIGNATURE)))
          + Integer.BYTES
          + 1;
  private static final int PLAIN_KEY = PLAIN_HASH + HASH_BYTES;

  private ClusterTime() {}

  private static byte[] zeroHash() {
    byte[] hash = new byte[Integer.BYTES + 1 + HASH_BYTES];
    BsonBytes.putInt32(hash, 0, HASH_BYTES);
    return hash;
  }

  /** Whether nothing in the document must be searched. */
  private static boolean isPlain(byte[] array, int offset) {
    int end = PLAIN.length;
    return BsonBytes.int32(array, offset) == end
        && isSame(array, offset, 0, PLAIN_TIME)
        && isSame(array, offset, PLAIN_SIGNATURE, PLAIN_HASH)
        && isSame(array, offset, PLAIN_KEY, end - 2 - Long.BYTES)
        && isSame(array, offset, end - 2, end);
  }

  private static boolean isSame(byte[] array, int offset, int from, int to) {
    return Arrays.equals(array, offset + from, offset + to, PLAIN, from, to);
  }

  /** The bits of the time in the document at an offset. */
  static long parse(byte[] array, int offset) {
    if (isPlain(array, offset)) {
      return BsonBytes.int64(array, offset + PLAIN_TIME);
    }
    Fields fields = TIME.parse(at(array, offset));
    int signature = fields.valueAt(1);
    if (signature != 0) {
      checkHash(array, SIGNATURE.parse(at(array, signature)).valueAt(0));
    }
    return BsonBytes.int64(array, fields.valueAt(0));
  }

  private static void checkHash(byte[] array, int hash) {
    if (array[hash + 4] != GENERAL_SUBTYPE) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "BSON field '$clusterTime.signature.hash' is the wrong binData type, expected type"
              + " 'general'");
    }
    int length = BsonBytes.int32(array, hash);
    if (length != HASH_BYTES) {
      throw new ServerException(UNSUPPORTED_FORMAT, "Unsupported SHA1 hash length: " + length);
    }
  }

  private static DocumentView at(byte[] array, int offset) {
    return DocumentView.borrowed(array, offset);
  }
}
