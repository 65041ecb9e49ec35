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
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The expression of the first case that is true. Threads: immutable.
 *
 * @param otherwise the default, or null where there is none
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/switch/">$switch</a>
 */
record SwitchExpression(
    List<Expression> cases, List<Expression> thens, @Nullable Expression otherwise)
    implements Expression {
  SwitchExpression {
    cases = List.copyOf(cases);
    thens = List.copyOf(thens);
  }

  static Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named = NamedArguments.of("$switch", spec, 40060, 40067, "branches", "default");
    BsonValue branches = named.find("branches");
    if (branches == null) {
      throw Values.error(40068, "$switch requires at least one branch");
    }
    if (!(branches instanceof BsonArray array)) {
      throw Values.error(
          40061, "$switch expected an array for 'branches', found: " + Values.typeName(branches));
    }
    if (array.isEmpty()) {
      throw Values.error(40068, "$switch requires at least one branch");
    }
    List<Expression> cases = new ArrayList<>();
    List<Expression> thens = new ArrayList<>();
    for (BsonValue element : array) {
      NamedArguments branch = NamedArguments.of("$switch", element, 40062, 40063, "case", "then");
      cases.add(ConstantFolding.checked(scope.expression(branch.require("case", 40064))));
      thens.add(scope.expression(branch.require("then", 40065)));
    }
    BsonValue otherwise = named.find("default");
    return new SwitchExpression(
        cases, thens, otherwise == null ? null : scope.expression(otherwise));
  }

  @Override
  public @Nullable BsonValue evaluate(DocumentView document, EvaluationScope scope) {
    for (int i = 0; i < cases.size(); i++) {
      if (Values.isTrue(cases.get(i).evaluate(document, scope))) {
        return thens.get(i).evaluate(document, scope);
      }
    }
    if (otherwise == null) {
      throw Values.error(
          40069,
          "One cannot execute a switch statement where all the cases evaluate to false"
              + " without a default.");
    }
    return otherwise.evaluate(document, scope);
  }

  @Override
  public boolean isConstant() {
    return Arguments.areConstant(all());
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    Arguments.dependencies(all(), dependencies);
  }

  private List<Expression> all() {
    List<Expression> all = new ArrayList<>(cases);
    all.addAll(thens);
    if (otherwise != null) {
      all.add(otherwise);
    }
    return all;
  }

  @Override
  public BsonValue describe() {
    BsonArray branches = new BsonArray();
    for (int i = 0; i < cases.size(); i++) {
      branches.add(
          new BsonDocument("case", cases.get(i).describe())
              .append("then", thens.get(i).describe()));
    }
    BsonDocument body = new BsonDocument("branches", branches);
    if (otherwise != null) {
      body.append("default", otherwise.describe());
    }
    return new BsonDocument("$switch", body);
  }
}
