package com.example.meerkat;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import java.util.Locale;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The first letters of the words of a string, in capitals. Threads: immutable.
 *
 * @param text what is abbreviated
 */
record InitialsExpression(Expression text) implements Expression {
  static final String NAME = "$initials";

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonValue value = text.evaluate(document, scope);
    if (value == null || value.isNull()) {
      return BsonNull.VALUE;
    }
    if (!value.isString()) {
      throw new ServerException(ErrorCode.TYPE_MISMATCH, "$initials needs a string");
    }
    return new BsonString(initials(value.asString().getValue()));
  }

  @Override
  public boolean isConstant() {
    return text.isConstant();
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    text.dependencies(dependencies);
  }

  @Override
  public BsonValue describe() {
    return new BsonDocument(NAME, text.describe());
  }

  private static String initials(String words) {
    StringBuilder initials = new StringBuilder();
    for (String word : words.strip().split("\\s+", -1)) {
      if (!word.isEmpty()) {
        initials.appendCodePoint(word.codePointAt(0));
      }
    }
    return initials.toString().toUpperCase(Locale.ROOT);
  }
}
