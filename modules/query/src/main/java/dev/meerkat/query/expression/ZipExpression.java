package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Arrays side by side: the first elements together, the second ones, and so on.
 *
 * <p>Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/zip/">$zip</a>
 */
record ZipExpression(List<Expression> inputs, boolean useLongest, List<Expression> defaults)
    implements Expression {
  ZipExpression {
    inputs = List.copyOf(inputs);
    defaults = List.copyOf(defaults);
  }

  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of("$zip", spec, 34460, 34464, "inputs", "useLongestLength", "defaults");
    BsonValue inputs = named.find("inputs");
    boolean useLongest = useLongest(named.find("useLongestLength"));
    if (inputs != null && !inputs.isArray()) {
      throw Values.error(
          34461, "inputs must be an array of expressions, found " + Values.typeName(inputs));
    }
    BsonValue defaults = named.find("defaults");
    if (defaults != null && !defaults.isArray()) {
      throw Values.error(
          34462, "defaults must be an array of expressions, found " + Values.typeName(defaults));
    }
    if (inputs == null || inputs.asArray().isEmpty()) {
      throw Values.error(34465, "$zip requires at least one input array");
    }
    BsonArray padding = defaults == null ? new BsonArray() : defaults.asArray();
    if (!padding.isEmpty() && !useLongest) {
      throw Values.error(34466, "cannot specify defaults unless useLongestLength is true");
    }
    if (!padding.isEmpty() && padding.size() != inputs.asArray().size()) {
      throw Values.error(34467, "defaults and inputs must have the same length");
    }
    return new ZipExpression(
        Arguments.each(inputs.asArray(), scope), useLongest, Arguments.each(padding, scope));
  }

  private static boolean useLongest(@Nullable BsonValue value) {
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw Values.error(34463, "useLongestLength must be a bool, found " + Values.typeName(value));
    }
    return value.asBoolean().getValue();
  }

  @Override
  public BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    List<BsonArray> arrays = new ArrayList<>(inputs.size());
    for (Expression input : inputs) {
      BsonValue value = Values.orNull(input.evaluate(document, scope));
      if (value.isNull()) {
        return value;
      }
      arrays.add(ArrayValues.require(value, 34468, "$zip's inputs"));
    }
    int rows = rows(arrays);
    BsonArray zipped = new BsonArray(rows);
    List<BsonValue> padding = padding(document, scope);
    for (int row = 0; row < rows; row++) {
      BsonArray tuple = new BsonArray(arrays.size());
      for (int i = 0; i < arrays.size(); i++) {
        BsonArray array = arrays.get(i);
        tuple.add(row < array.size() ? array.get(row) : padding.get(i));
      }
      zipped.add(tuple);
    }
    return zipped;
  }

  private int rows(List<BsonArray> arrays) {
    int rows = arrays.getFirst().size();
    for (BsonArray array : arrays) {
      rows = useLongest ? Math.max(rows, array.size()) : Math.min(rows, array.size());
    }
    return rows;
  }

  private List<BsonValue> padding(DocumentView document, EvaluationScope scope) {
    List<BsonValue> padding = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      BsonValue value = defaults.isEmpty() ? null : defaults.get(i).evaluate(document, scope);
      padding.add(value == null ? BsonNull.VALUE : value);
    }
    return padding;
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(inputs) && Arguments.areConstant(defaults);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(inputs, dependencies);
    Arguments.dependencies(defaults, dependencies);
  }

  @Override
  public BsonValue describe() {
    BsonDocument body =
        new BsonDocument("inputs", Arguments.describe(inputs))
            .append("useLongestLength", Values.bool(useLongest));
    if (!defaults.isEmpty()) {
      body.append("defaults", Arguments.describe(defaults));
    }
    return new BsonDocument("$zip", body);
  }
}
