package dev.meerkat.engine.catalog;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * The index that says in which order a clustered collection keeps its documents: the one on {@code
 * _id}. It is kept as an index beside the documents, and natural order follows it. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/clustered-collections/">Clustered
 *     collections</a>
 */
public final class ClusteredIndex {
  /** The create command's option, and the index spec's flag. */
  static final String OPTION = "clusteredIndex";

  static final String FLAG = "clustered";

  /** What an {@code _id} may take, as mongod's record ids do. */
  private static final int MAX_KEY_BYTES = 8 << 20;

  private static final DocumentSchema SCHEMA =
      DocumentSchema.of(
          "create.clusteredIndex",
          Field.integral("v"),
          Field.document("key").required(),
          Field.string("name"),
          Field.bool("unique").required());

  private static final byte[] ID = BsonBytes.nameBytes("_id");

  private ClusteredIndex() {}

  /**
   * Reads what the create command says.
   *
   * @throws ServerException what is wrong with it
   */
  static BsonDocument parse(BsonDocument given) {
    Fields fields = SCHEMA.parse(DocumentView.of(given));
    if (!fields.bool("unique", false)) {
      throw new ServerException(
          ErrorCode.location(5979700),
          "The clusteredIndex option requires unique: true to be specified");
    }
    if (!IdIndex.isIdPattern(fields.bson("key"))) {
      throw new ServerException(
          new ErrorCode(197, "InvalidIndexSpecificationOption"),
          "The clusteredIndex option is only supported for key: {_id: 1}");
    }
    if (fields.int64("v", 2) != 2) {
      throw new ServerException(
          ErrorCode.location(5979704), "clusteredIndex.v must be 2, but is " + given.get("v"));
    }
    return named(fields.string("name", IndexEntry.ID_NAME));
  }

  /** What a collection has that is clustered without further words. */
  static BsonDocument standard() {
    return named(IndexEntry.ID_NAME);
  }

  private static BsonDocument named(String name) {
    return new BsonDocument("v", new BsonInt32(2))
        .append("key", new BsonDocument("_id", new BsonInt32(1)))
        .append("name", new BsonString(name))
        .append("unique", BsonBoolean.TRUE);
  }

  /** The index's spec as {@code listIndexes} shows it. */
  static BsonDocument spec(BsonDocument option) {
    BsonDocument spec = new BsonDocument();
    spec.putAll(option);
    return spec.append(FLAG, BsonBoolean.TRUE);
  }

  /** Whether a spec is that of a clustered index. */
  public static boolean is(BsonDocument spec) {
    return BsonBoolean.TRUE.equals(spec.get(FLAG));
  }

  /**
   * Fails where a document's {@code _id} is too large for a clustered collection.
   *
   * @throws ServerException 5894900
   */
  public static void checkId(DocumentView document) {
    int element = BsonBytes.findElement(document.array(), document.offset(), ID);
    if (element < 0) {
      return;
    }
    int value = BsonBytes.valueOffset(document.array(), element);
    byte type = document.array()[element];
    int size = BsonBytes.valueSize(document.array(), type, value);
    // Of a string its length field is not part of the key, of a binary its length takes more.
    int bytes =
        switch (type) {
          case BsonBytes.STRING -> size - Integer.BYTES + 1;
          case BsonBytes.BINARY -> size + 2;
          default -> size;
        };
    if (bytes > MAX_KEY_BYTES) {
      throw new ServerException(
          ErrorCode.location(5894900),
          "The size of the RecordId is above limit: " + bytes + " bytes, limit " + MAX_KEY_BYTES);
    }
  }
}
