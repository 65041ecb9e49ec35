package dev.meerkat.query.validation;

import dev.meerkat.query.schema.Schema;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.EvaluationScope;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** {@code $jsonSchema}. Threads: immutable. */
record SchemaClause(Schema schema) implements Clause {
  @Override
  public boolean matches(DocumentView document, EvaluationScope scope) {
    return schema.accepts(BsonBytes.DOCUMENT, document.array(), document.offset());
  }

  @Override
  public BsonDocument explain(DocumentView document, EvaluationScope scope, boolean inverted) {
    return inverted
        ? new BsonDocument("operatorName", new BsonString("$jsonSchema"))
            .append("reason", new BsonString("schema matched"))
        : schema.explain(document);
  }
}
