package dev.meerkat.engine.index;

import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexType;
import org.bson.BsonDocument;

/**
 * Ordered indexes over one or more paths, ascending or descending. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/core/indexes/index-types/index-compound/">Compound
 *     indexes</a>
 */
public final class BtreeIndexType implements IndexType {
  /** The type of key patterns whose values are all numbers. */
  public static final String NAME = "btree";

  @Override
  public BsonDocument validate(BsonDocument spec) {
    BsonDocument pattern = spec.getDocument("key");
    for (var component : pattern.entrySet()) {
      KeyPatternRules.check(component.getKey(), component.getValue());
    }
    return spec;
  }

  @Override
  public CompiledIndex compile(IndexDefinition definition) {
    return new BtreeIndex(definition);
  }
}
