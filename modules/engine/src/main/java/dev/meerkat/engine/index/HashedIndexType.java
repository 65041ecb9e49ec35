package dev.meerkat.engine.index;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexType;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Indexes of hashes of values, alone or beside ordered components. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/indexes/index-types/index-hashed/">Hashed
 *     indexes</a>
 */
public final class HashedIndexType implements IndexType {
  /** The word that stands in a key pattern. */
  public static final String NAME = "hashed";

  static final BsonString WORD = new BsonString(NAME);

  @Override
  public BsonDocument validate(BsonDocument spec) {
    int hashed = 0;
    for (var component : spec.getDocument("key").entrySet()) {
      if (component.getValue().equals(WORD)) {
        hashed++;
        KeyPatternRules.checkPath(component.getKey());
      } else {
        KeyPatternRules.check(component.getKey(), component.getValue());
      }
    }
    if (hashed > 1) {
      throw new ServerException(
          ErrorCode.location(31303), "A maximum of one index field is allowed to be hashed");
    }
    if (spec.getBoolean("unique", BsonBoolean.FALSE).getValue()) {
      throw new ServerException(
          ErrorCode.location(16764),
          "Currently hashed indexes cannot guarantee uniqueness. Use a regular index.");
    }
    return spec;
  }

  @Override
  public CompiledIndex compile(IndexDefinition definition) {
    return new HashedIndex(definition);
  }
}
