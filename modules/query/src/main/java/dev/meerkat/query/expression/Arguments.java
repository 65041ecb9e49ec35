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
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The arguments of an operator, as MongoDB reads them. Threads: immutable. */
final class Arguments {
  private Arguments() {}

  /** Parses one argument, or an array of them. */
  static List<Expression> any(BsonValue spec, ParseScope scope) {
    return spec instanceof BsonArray array ? each(array, scope) : List.of(one(spec, scope));
  }

  /** Parses the arguments of an operator that takes exactly {@code count}. */
  static List<Expression> exactly(int count, String name, BsonValue spec, ParseScope scope) {
    checkCount(count, name, spec);
    return any(spec, scope);
  }

  private static void checkCount(int count, String name, BsonValue spec) {
    int given = count(spec);
    if (given != count) {
      throw new ServerException(
          ErrorCode.location(16020),
          "Expression %s takes exactly %d arguments. %d were passed in."
              .formatted(name, count, given));
    }
  }

  /** The arguments, not yet parsed, of an operator that takes exactly {@code count}. */
  static BsonArray array(int count, String name, BsonValue spec) {
    checkCount(count, name, spec);
    return spec instanceof BsonArray array ? array : new BsonArray(List.of(spec));
  }

  /** Parses the arguments of an operator that takes some number of them. */
  static List<Expression> between(
      int least, int most, String name, BsonValue spec, ParseScope scope) {
    int given = count(spec);
    if (given < least || given > most) {
      throw new ServerException(
          ErrorCode.location(28667),
          "Expression %s takes at least %d arguments, and at most %d, but %d were passed in."
              .formatted(name, least, most, given));
    }
    return any(spec, scope);
  }

  /** Parses the only argument. */
  static Expression one(String name, BsonValue spec, ParseScope scope) {
    return exactly(1, name, spec, scope).getFirst();
  }

  /** What cannot be parsed is refused before what cannot be computed, whatever comes first. */
  static List<Expression> each(BsonArray specs, ParseScope scope) {
    List<Expression> expressions = new ArrayList<>(specs.size());
    for (BsonValue spec : specs) {
      expressions.add(scope.expression(spec));
    }
    expressions.forEach(ConstantFolding::checked);
    return List.copyOf(expressions);
  }

  private static Expression one(BsonValue spec, ParseScope scope) {
    return ConstantFolding.checked(scope.expression(spec));
  }

  private static int count(BsonValue spec) {
    return spec instanceof BsonArray array ? array.size() : 1;
  }

  /** The arguments' values, with null standing for missing and undefined. */
  static BsonValue[] valuesOrNull(
      List<Expression> expressions, DocumentView document, EvaluationScope scope) {
    BsonValue[] values = new BsonValue[expressions.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Values.orNull(expressions.get(i).evaluate(document, scope));
    }
    return values;
  }

  static boolean areConstant(List<Expression> expressions) {
    for (Expression expression : expressions) {
      if (!expression.isConstant()) {
        return false;
      }
    }
    return true;
  }

  /** The expressions as they are before a stage, or null where one of them is not known. */
  static @Nullable List<Expression> before(List<Expression> expressions, PathOrigin origin) {
    List<Expression> old = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      Expression one = expression.before(origin);
      if (one == null) {
        return null;
      }
      old.add(one);
    }
    return old;
  }

  static void dependencies(List<Expression> expressions, Dependencies dependencies) {
    for (Expression expression : expressions) {
      expression.dependencies(dependencies);
    }
  }

  static BsonArray describe(List<Expression> expressions) {
    BsonArray array = new BsonArray(expressions.size());
    for (Expression expression : expressions) {
      array.add(expression.describe());
    }
    return array;
  }
}
