package dev.meerkat.query.expression;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What of an expression an index may tell: that it compares a path of the document with what is the
 * same for every document of a run. Nothing else of the expression is known, so that whatever it
 * makes true satisfies this, and not the other way around. Threads: immutable.
 */
public sealed interface PathComparison {
  /** What the values that variables have now make of it, or null where that tells nothing. */
  @Nullable Predicate predicate(EvaluationScope scope);

  /** What is known of an expression, or null. */
  static @Nullable PathComparison of(Expression expression) {
    return switch (expression) {
      case AndExpression and -> and.decisive() ? anyOf(and.operands()) : allOf(and.operands());
      case ComparisonExpression comparison -> comparing(comparison);
      case InExpression in ->
          in.wanted() instanceof FieldPathExpression field && isFixed(in.values())
              ? new Among(field.path().dotted(), in.values(), in.order())
              : null;
      default -> null;
    };
  }

  private static @Nullable PathComparison allOf(List<Expression> operands) {
    List<PathComparison> known = new ArrayList<>();
    for (Expression operand : operands) {
      PathComparison comparison = of(operand);
      if (comparison != null) {
        known.add(comparison);
      }
    }
    return known.isEmpty() ? null : new All(known);
  }

  private static @Nullable PathComparison anyOf(List<Expression> operands) {
    List<PathComparison> all = new ArrayList<>();
    for (Expression operand : operands) {
      PathComparison comparison = of(operand);
      if (comparison == null) {
        return null;
      }
      all.add(comparison);
    }
    return all.isEmpty() ? null : new Any(all);
  }

  private static @Nullable PathComparison comparing(ComparisonExpression comparison) {
    String operator = operator(comparison.name());
    if (operator == null) {
      return null;
    }
    if (comparison.left() instanceof FieldPathExpression field && isFixed(comparison.right())) {
      return new Compared(field.path().dotted(), operator, comparison.right(), comparison.order());
    }
    return comparison.right() instanceof FieldPathExpression field && isFixed(comparison.left())
        ? new Compared(
            field.path().dotted(), turned(operator), comparison.left(), comparison.order())
        : null;
  }

  private static @Nullable String operator(String name) {
    return switch (name) {
      case "$eq" -> Predicate.Path.EXPR_EQ;
      case "$gt" -> Predicate.Path.EXPR_GT;
      case "$gte" -> Predicate.Path.EXPR_GTE;
      case "$lt" -> Predicate.Path.EXPR_LT;
      case "$lte" -> Predicate.Path.EXPR_LTE;
      default -> null;
    };
  }

  /** The operator with which the path stands on the left. */
  private static String turned(String operator) {
    return switch (operator) {
      case Predicate.Path.EXPR_GT -> Predicate.Path.EXPR_LT;
      case Predicate.Path.EXPR_GTE -> Predicate.Path.EXPR_LTE;
      case Predicate.Path.EXPR_LT -> Predicate.Path.EXPR_GT;
      case Predicate.Path.EXPR_LTE -> Predicate.Path.EXPR_GTE;
      default -> operator;
    };
  }

  /** Whether the value is one for all documents of a run. */
  private static boolean isFixed(Expression expression) {
    if (expression instanceof LiteralExpression || expression instanceof VariableExpression) {
      return true;
    }
    Reads reads = new Reads();
    expression.dependencies(reads);
    return !reads.document && !Randomness.isIn(expression.describe());
  }

  /** All of them, and more that is not known. */
  record All(List<PathComparison> branches) implements PathComparison {
    public All {
      branches = List.copyOf(branches);
    }

    @Override
    public @Nullable Predicate predicate(EvaluationScope scope) {
      List<Predicate> known = new ArrayList<>();
      for (PathComparison branch : branches) {
        switch (branch.predicate(scope)) {
          case null -> {}
          case Predicate.And and -> known.addAll(and.branches());
          case Predicate predicate -> known.add(predicate);
        }
      }
      return switch (known.size()) {
        case 0 -> null;
        case 1 -> known.getFirst();
        default -> new Predicate.And(known);
      };
    }
  }

  /** One of them. */
  record Any(List<PathComparison> branches) implements PathComparison {
    public Any {
      branches = List.copyOf(branches);
    }

    @Override
    public @Nullable Predicate predicate(EvaluationScope scope) {
      List<Predicate> all = new ArrayList<>();
      for (PathComparison branch : branches) {
        Predicate predicate = branch.predicate(scope);
        if (predicate == null) {
          return null;
        }
        all.add(predicate);
      }
      return all.size() == 1 ? all.getFirst() : new Predicate.Or(all);
    }
  }

  /** The path stands so to a value. */
  record Compared(String path, String operator, Expression operand, ValueOrder order)
      implements PathComparison {
    @Override
    public @Nullable Predicate predicate(EvaluationScope scope) {
      BsonValue value = valueOf(operand, scope);
      if (value == null) {
        return null;
      }
      return switch (value.getBsonType()) {
        case ARRAY, UNDEFINED -> null;
        default -> new Predicate.Path(path, operator, value, order);
      };
    }
  }

  /** The path's value is one of several; a filter's {@code $in} finds all of those. */
  record Among(String path, Expression values, ValueOrder order) implements PathComparison {
    @Override
    public @Nullable Predicate predicate(EvaluationScope scope) {
      return valueOf(values, scope) instanceof BsonArray array
              && array.stream().allMatch(Among::meansTheSame)
          ? new Predicate.Path(path, "$in", array, order)
          : null;
    }

    /** Whether a filter finds at least what is equal to a value. */
    private static boolean meansTheSame(BsonValue value) {
      return switch (value.getBsonType()) {
        case ARRAY, NULL, UNDEFINED, REGULAR_EXPRESSION -> false;
        default -> true;
      };
    }
  }

  /** Null where it is missing; where it cannot be computed, documents that ask for it will tell. */
  private static @Nullable BsonValue valueOf(Expression expression, EvaluationScope scope) {
    try {
      return expression.evaluate(DocumentView.EMPTY, scope);
    } catch (ServerException _) {
      scope.checkInterrupted();
      return null;
    }
  }

  /** Whether a document is read. Threads: confined to one operation. */
  final class Reads implements Dependencies {
    private boolean document;

    private Reads() {}

    @Override
    public void field(String path) {
      document = true;
    }

    @Override
    public void wholeDocument() {
      document = true;
    }

    @Override
    public void variable(int slot) {}
  }
}
