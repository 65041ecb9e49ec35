package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.ArrayList;
import java.util.List;

/**
 * How operands of an operator may be brought together before it runs: constants among them become
 * one, and operands of the same operator inside it become its own. MongoDB does so, and one can see
 * it: what fails or is null first decides the answer. Threads: immutable.
 */
enum Associativity {
  /** Operands are computed from the left: only what stands first may become one. */
  LEFT,
  /** Neighbours may become one. */
  FULL,
  /** Constants go to the end, and become one there. */
  COMMUTATIVE;

  /** The order of sets shows under a collation only: the first of equal elements stays. */
  static Associativity ofSets(ParseScope scope) {
    return scope.collation() == null ? COMMUTATIVE : FULL;
  }

  List<Expression> fold(
      String name, List<Expression> operands, FunctionExpression.Function function) {
    List<Expression> folded = new ArrayList<>(operands.size());
    List<Expression> constants = new ArrayList<>();
    for (Expression operand : flat(name, operands)) {
      boolean isOpen = this != LEFT || folded.isEmpty();
      if (operand.isConstant() && isOpen) {
        constants.add(operand);
        continue;
      }
      if (this != COMMUTATIVE) {
        drain(constants, function, folded);
      }
      folded.add(operand);
    }
    drain(constants, function, folded);
    return folded;
  }

  private List<Expression> flat(String name, List<Expression> operands) {
    if (this == LEFT) {
      return operands;
    }
    List<Expression> flat = new ArrayList<>(operands.size());
    for (Expression operand : operands) {
      // An accumulator of one argument reads an array's elements: it stays what it is.
      if (operand instanceof FunctionExpression inner
          && inner.name().equals(name)
          && inner.arguments().size() > 1) {
        flat.addAll(inner.arguments());
      } else {
        flat.add(operand);
      }
    }
    return flat;
  }

  private static void drain(
      List<Expression> constants, FunctionExpression.Function function, List<Expression> folded) {
    if (constants.size() > 1) {
      folded.add(
          ConstantFolding.checked(
              ConstantFolding.fold(new FunctionExpression("", constants, function))));
    } else {
      folded.addAll(constants);
    }
    constants.clear();
  }
}
