package dev.meerkat.spi.index;

import org.bson.BsonDocument;

/**
 * A kind of index. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/indexes/index-types/">Index types</a>
 */
public interface IndexType {
  /**
   * Checks a spec, as createIndexes gives it, and fills in what the type itself adds to it.
   *
   * @param spec the whole spec: key, name, and options
   * @return the spec as listIndexes shows it
   * @throws dev.meerkat.spi.ServerException 67 CannotCreateIndex and others, as MongoDB answers
   */
  BsonDocument validate(BsonDocument spec);

  /** Compiles a validated spec. */
  CompiledIndex compile(IndexDefinition definition);
}
