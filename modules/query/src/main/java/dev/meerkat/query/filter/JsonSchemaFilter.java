package dev.meerkat.query.filter;

import dev.meerkat.query.schema.Schema;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * {@code $jsonSchema}: documents that satisfy a schema. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/jsonSchema/">
 *     $jsonSchema</a>
 */
record JsonSchemaFilter(BsonDocument spec, Schema schema) implements ByteFilter {

  static Filter parse(BsonValue spec) {
    if (!spec.isDocument()) {
      throw new ServerException(ErrorCode.TYPE_MISMATCH, "$jsonSchema must be an object");
    }
    return new JsonSchemaFilter(spec.asDocument(), Schema.parse(spec.asDocument()));
  }

  @Override
  public boolean matches(byte[] array, int documentOffset, EvaluationScope scope) {
    return schema.accepts(BsonBytes.DOCUMENT, array, documentOffset);
  }

  @Override
  public boolean matchesValue(byte type, byte[] array, int offset, EvaluationScope scope) {
    return schema.accepts(type, array, offset);
  }

  @Override
  public int position(byte[] array, int documentOffset, EvaluationScope scope) {
    return -1;
  }

  @Override
  public Predicate predicate() {
    return new Predicate.Opaque(new BsonDocument("$jsonSchema", spec));
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    dependencies.wholeDocument();
  }
}
