package dev.meerkat.query.expression;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ValueSink;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The whole document, {@code $$ROOT}. Threads: immutable. */
public record RootExpression() implements Expression {
  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    return document.toBson();
  }

  @Override
  public void evaluateInto(DocumentView document, EvaluationScope scope, ValueSink sink) {
    sink.raw(BsonBytes.DOCUMENT, document.array(), document.offset(), document.length());
  }

  @Override
  public BsonValue describe() {
    return new BsonString("$$ROOT");
  }
}
