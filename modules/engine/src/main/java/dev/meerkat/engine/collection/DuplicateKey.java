package dev.meerkat.engine.collection;

import dev.meerkat.engine.index.CollectionIndex;
import dev.meerkat.engine.index.IndexKeys;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.KeyString;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * A key that a unique index has already, so that a document cannot have it. Threads: immutable.
 *
 * @param key the values of the key by their paths
 */
record DuplicateKey(CollectionIndex index, BsonDocument key) {
  private static final JsonWriterSettings SHELL =
      JsonWriterSettings.builder().outputMode(JsonMode.SHELL).build();

  static DuplicateKey of(CollectionIndex index, IndexKeys.Entry entry) {
    BsonDocument key = new BsonDocument();
    if (index.collation().isSimple()) {
      Iterator<BsonValue> values =
          KeyString.decode(entry.key(), entry.keyLength(), entry.typeBits(), index.ordering())
              .iterator();
      for (String path : index.definition().keyPattern().keySet()) {
        key.append(path, values.next());
      }
    } else {
      // A collation's keys cannot be read back: MongoDB shows their bytes.
      for (String path : index.definition().keyPattern().keySet()) {
        key.append(
            path,
            new BsonString("0x" + HexFormat.of().formatHex(entry.key(), 0, entry.keyLength())));
      }
    }
    return new DuplicateKey(index, key);
  }

  ServerException toException(Namespace namespace) {
    int clustered = index.isClustered() ? code(key.get("_id")) : 0;
    if (clustered != 0) {
      return new ServerException(
          ErrorCode.location(clustered), "duplicate _id in a clustered collection: " + shell(key));
    }
    StringBuilder text =
        new StringBuilder("E11000 duplicate key error collection: ")
            .append(namespace.fullName())
            .append(" index: ")
            .append(index.name());
    BsonDocument details =
        new BsonDocument("keyPattern", index.definition().keyPattern()).append("keyValue", key);
    if (!index.collation().isSimple()) {
      BsonDocument collation = index.collation().toBson();
      text.append(" collation: ").append(shell(collation));
      details.append("collation", collation);
    }
    text.append(" dup key: ").append(shell(key));
    return new ServerException(ErrorCode.DUPLICATE_KEY, text.toString(), details, List.of());
  }

  /**
   * mongod stumbles over numbers that are not finite when it writes the message of a clustered
   * collection, and answers with these codes; 0 for all others.
   */
  private static int code(@Nullable BsonValue id) {
    boolean isNaN =
        switch (id) {
          case BsonDouble number -> Double.isNaN(number.getValue());
          case BsonDecimal128 number -> number.getValue().isNaN();
          case null, default -> false;
        };
    boolean isInfinite =
        switch (id) {
          case BsonDouble number -> Double.isInfinite(number.getValue());
          case BsonDecimal128 number -> number.getValue().isInfinite();
          case null, default -> false;
        };
    return isNaN ? 50819 : isInfinite ? 50826 : 0;
  }

  /** As mongod prints documents: spaces inside the braces, names bare. */
  private static String shell(BsonDocument document) {
    StringBuilder text = new StringBuilder("{ ");
    String separator = "";
    for (var field : document.entrySet()) {
      text.append(separator).append(field.getKey()).append(": ");
      if (field.getValue() instanceof BsonDocument nested) {
        text.append(shell(nested));
      } else {
        String wrapped = new BsonDocument("v", field.getValue()).toJson(SHELL);
        text.append(wrapped, wrapped.indexOf(':') + 2, wrapped.length() - 1);
      }
      separator = ", ";
    }
    return text.append(" }").toString();
  }
}
