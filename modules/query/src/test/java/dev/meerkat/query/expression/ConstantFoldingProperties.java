package dev.meerkat.query.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Collation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/**
 * Folding changes nothing: with its literals read from a document, an expression is the same. Only
 * the error of an operand that would not have been looked at, since one before it is null, comes
 * out as with mongod, which folds it, too.
 */
final class ConstantFoldingProperties {
  private static final List<String> OPERATORS =
      List.of("$add", "$multiply", "$subtract", "$max", "$concatArrays", "$eq", "$cmp");

  @Property(tries = 300)
  void anExpressionOfLiteralsEqualsThatOfFields(@ForAll("trees") BsonValue tree) {
    BsonDocument fields = new BsonDocument();
    BsonValue ofFields = withFields(tree, fields);
    Object plain = outcome(ofFields, fields);
    Object folded = outcome(tree, new BsonDocument());
    if (!hasNull(tree) || !errorsOfOperands(tree).contains(folded)) {
      assertEquals(plain, folded, tree.toString());
    }
  }

  @Test
  void theErrorOfAnOperandThatIsNotLookedAtIsFound() {
    BsonValue tree = BsonDocument.parse("{$concatArrays: [null, {$concatArrays: [0, 0]}]}");
    assertEquals(ErrorCode.location(28664), outcome(tree, new BsonDocument()));
    BsonValue within = new BsonDocument("$max", new BsonArray(List.of(new BsonInt32(0), tree)));
    assertEquals(ErrorCode.location(28664), outcome(within, new BsonDocument()));
  }

  /** Behind a null, which may be lost further out, operands are not looked at. */
  private static boolean hasNull(BsonValue tree) {
    return tree.isNull()
        || tree instanceof BsonDocument operator
            && operator.getArray(operator.getFirstKey()).stream()
                .anyMatch(ConstantFoldingProperties::hasNull);
  }

  private static Set<Object> errorsOfOperands(BsonValue tree) {
    Set<Object> errors = new HashSet<>();
    if (tree instanceof BsonDocument operator) {
      for (BsonValue operand : operator.getArray(operator.getFirstKey())) {
        if (outcome(operand, new BsonDocument()) instanceof ErrorCode error) {
          errors.add(error);
        }
        errors.addAll(errorsOfOperands(operand));
      }
    }
    return errors;
  }

  /** Some operands are literals and some are read: however they mix, the value is the same. */
  @Property(tries = 500)
  void literalsAmongFieldsChangeNothing(@ForAll("mixtures") Mixture mixture) {
    BsonDocument fields = new BsonDocument();
    BsonArray read = new BsonArray();
    BsonArray mixed = new BsonArray();
    for (int i = 0; i < mixture.operands.size(); i++) {
      BsonValue operand = mixture.operands.get(i);
      fields.append("f" + i, operand);
      BsonString path = new BsonString("$f" + i);
      read.add(path);
      mixed.add((mixture.literals >> i & 1) == 1 ? new BsonDocument("$literal", operand) : path);
    }
    Object expected = outcome(new BsonDocument(mixture.operator, read), fields);
    Object actual = outcome(new BsonDocument(mixture.operator, mixed), fields);
    if (!areEqualInAnotherType(mixture.operator, expected, actual)) {
      assertEquals(expected, actual, mixture.toString());
    }
  }

  /**
   * Literals are compared after what is read, so that of equal numbers another one is the first.
   */
  private static boolean areEqualInAnotherType(String operator, Object one, Object other) {
    return (operator.equals("$min") || operator.equals("$max"))
        && one instanceof BsonValue first
        && other instanceof BsonValue second
        && Collation.SIMPLE.order().compare(first, second) == 0;
  }

  @Test
  void ofEqualNumbersTheOneThatIsReadIsTheLeast() {
    BsonValue mixed = BsonDocument.parse("{$min: ['$text', {$literal: 0}, '$long']}");
    BsonDocument fields = BsonDocument.parse("{text: '', long: {$numberLong: '0'}}");
    assertEquals(new BsonInt64(0), outcome(mixed, fields));
  }

  /** An operator over values that it takes; the bits of {@code literals} say which are literals. */
  record Mixture(String operator, List<BsonValue> operands, int literals) {
    Mixture {
      operands = List.copyOf(operands);
    }
  }

  @Provide
  Arbitrary<Mixture> mixtures() {
    Arbitrary<BsonValue> integers =
        Arbitraries.oneOf(
            Arbitraries.integers().map(BsonInt32::new), Arbitraries.longs().map(BsonInt64::new));
    Arbitrary<BsonValue> numbers =
        Arbitraries.oneOf(integers, Arbitraries.doubles().map(BsonDouble::new));
    Arbitrary<BsonValue> texts = Arbitraries.strings().alpha().ofMaxLength(3).map(BsonString::new);
    Arbitrary<BsonValue> arrays = numbers.list().ofMaxSize(3).map(BsonArray::new);
    Arbitrary<BsonValue> any =
        Arbitraries.oneOf(numbers, texts, arrays, Arbitraries.just(BsonNull.VALUE));
    return Arbitraries.oneOf(
        of(numbers, "$add", "$multiply"),
        of(integers, "$bitAnd", "$bitOr", "$bitXor"),
        of(texts, "$concat"),
        of(arrays, "$concatArrays"),
        of(any, "$and", "$or", "$max", "$min", "$ifNull"));
  }

  private static Arbitrary<Mixture> of(Arbitrary<BsonValue> values, String... operators) {
    return Combinators.combine(
            Arbitraries.of(operators),
            values.list().ofMinSize(2).ofMaxSize(5),
            Arbitraries.integers().between(0, 31))
        .as(Mixture::new);
  }

  private static Object outcome(BsonValue expression, BsonDocument document) {
    try {
      BsonValue value = Expressions.evaluate(expression, document);
      return value == null ? "missing" : value;
    } catch (ServerException e) {
      return e.code();
    }
  }

  private static BsonValue withFields(BsonValue tree, BsonDocument fields) {
    if (tree instanceof BsonDocument operator) {
      String name = operator.getFirstKey();
      BsonArray arguments = new BsonArray();
      for (BsonValue argument : operator.getArray(name)) {
        arguments.add(withFields(argument, fields));
      }
      return new BsonDocument(name, arguments);
    }
    String field = "f" + fields.size();
    fields.append(field, tree);
    return new BsonString("$" + field);
  }

  @Provide
  Arbitrary<BsonValue> trees() {
    Arbitrary<BsonValue> leaves =
        Arbitraries.oneOf(
            Arbitraries.integers().map(BsonInt32::new),
            Arbitraries.longs().map(BsonInt64::new),
            Arbitraries.doubles().map(BsonDouble::new),
            Arbitraries.of(BsonNull.VALUE, BsonBoolean.TRUE, new BsonString("text")));
    return Arbitraries.lazyOf(() -> leaves, () -> operators(leaves));
  }

  private Arbitrary<BsonValue> operators(Arbitrary<BsonValue> leaves) {
    Arbitrary<BsonValue> arguments =
        Arbitraries.oneOf(leaves, leaves, Arbitraries.lazy(this::trees));
    return Arbitraries.of(OPERATORS)
        .flatMap(
            name ->
                arguments
                    .list()
                    .ofSize(2)
                    .map(list -> new BsonDocument(name, new BsonArray(list))));
  }
}
