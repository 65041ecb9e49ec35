package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An object literal whose fields are expressions; missing ones are left out. Threads: immutable.
 */
public record ObjectExpression(List<String> names, List<Expression> values) implements Expression {
  public ObjectExpression {
    names = List.copyOf(names);
    values = List.copyOf(values);
  }

  static Expression parse(BsonDocument spec, ParseScope scope) {
    List<String> names = new ArrayList<>(spec.size());
    List<Expression> values = new ArrayList<>(spec.size());
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      checkName(field.getKey());
      names.add(field.getKey());
      values.add(scope.expression(field.getValue()));
    }
    return new ObjectExpression(names, values);
  }

  private static void checkName(String name) {
    if (name.isEmpty()) {
      throw new ServerException(
          ErrorCode.location(15998), "FieldPath field names may not be empty strings.");
    }
    if (name.charAt(0) == '$') {
      throw new ServerException(
          ErrorCode.location(16410),
          "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
    }
    if (name.indexOf('.') >= 0) {
      throw new ServerException(
          ErrorCode.location(16412),
          "FieldPath field names may not contain '.'. Consider using $getField or $setField.");
    }
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    BsonDocument object = new BsonDocument();
    for (int i = 0; i < names.size(); i++) {
      BsonValue value = values.get(i).evaluate(document, scope);
      if (value != null) {
        object.append(names.get(i), value);
      }
    }
    return object;
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(values);
  }

  @Override
  public @Nullable Expression before(PathOrigin origin) {
    List<Expression> old = Arguments.before(values, origin);
    return old == null ? null : new ObjectExpression(names, old);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(values, dependencies);
  }

  @Override
  public BsonValue describe() {
    BsonDocument object = new BsonDocument();
    for (int i = 0; i < names.size(); i++) {
      object.append(names.get(i), values.get(i).describe());
    }
    return object;
  }
}
