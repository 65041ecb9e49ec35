package dev.meerkat.fuzz.parsers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonRegularExpression;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Filters as MongoDB has them, over decoded documents and without a thought for speed: what the
 * server's own must agree with. It shares no code with them and takes valid filters only. Java's
 * null is the missing value. Threads: immutable.
 *
 * @param order how values are compared
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/">Query operators</a>
 */
public record PlainMatcher(PlainOrder order) {
  private static final BigDecimal INT64_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal INT64_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  /** Whether a document matches a filter. */
  public boolean matches(BsonDocument filter, BsonDocument document) {
    for (Map.Entry<String, BsonValue> field : filter.entrySet()) {
      BsonValue spec = field.getValue();
      boolean holds =
          switch (field.getKey()) {
            case "$and" -> count(spec, document) == spec.asArray().size();
            case "$or" -> count(spec, document) > 0;
            case "$nor" -> count(spec, document) == 0;
            case "$alwaysTrue", "$comment" -> true;
            case "$alwaysFalse" -> false;
            case "$expr" -> expression(spec.asDocument(), document);
            default -> onPath(field.getKey(), spec, document);
          };
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private long count(BsonValue branches, BsonDocument document) {
    return branches.asArray().stream()
        .filter(branch -> matches(branch.asDocument(), document))
        .count();
  }

  private boolean onPath(String path, BsonValue condition, BsonDocument document) {
    for (Map.Entry<String, BsonValue> operator : operators(condition).entrySet()) {
      if (!operator(path, operator, operators(condition), document)) {
        return false;
      }
    }
    return true;
  }

  /** What stands beside a path, always as operators. */
  private static BsonDocument operators(BsonValue condition) {
    if (condition.isRegularExpression()) {
      return new BsonDocument("$regex", condition);
    }
    return isOperators(condition) ? condition.asDocument() : new BsonDocument("$eq", condition);
  }

  private static boolean isOperators(BsonValue value) {
    return value instanceof BsonDocument document
        && !document.isEmpty()
        && document.getFirstKey().startsWith("$");
  }

  private boolean operator(
      String path,
      Map.Entry<String, BsonValue> operator,
      BsonDocument siblings,
      BsonDocument document) {
    BsonValue spec = operator.getValue();
    switch (operator.getKey()) {
      case "$not" -> {
        return !onPath(path, spec, document);
      }
      case "$ne" -> {
        return !onPath(path, new BsonDocument("$eq", spec), document);
      }
      case "$nin" -> {
        return !onPath(path, new BsonDocument("$in", spec), document);
      }
      case "$all" -> {
        return !spec.asArray().isEmpty()
            && spec.asArray().stream().allMatch(each -> onPath(path, each, document));
      }
      case "$exists" -> {
        return truth(spec) == leaves(document, path, true).stream().anyMatch(v -> v != null);
      }
      default -> {
        boolean wholeArrays = List.of("$size", "$elemMatch").contains(operator.getKey());
        for (BsonValue value : leaves(document, path, !wholeArrays)) {
          if (onValue(operator.getKey(), spec, siblings, value)) {
            return true;
          }
        }
        return false;
      }
    }
  }

  /** A condition on one value, arrays not looked into. */
  private boolean onValue(
      String name, BsonValue spec, BsonDocument siblings, @Nullable BsonValue value) {
    return switch (name) {
      case "$eq", "$lt", "$lte", "$gt", "$gte" -> compares(name, value, spec);
      case "$ne" -> !compares("$eq", value, spec);
      case "$in" -> in(value, spec.asArray());
      case "$nin" -> !in(value, spec.asArray());
      case "$not" -> !onValue(operators(spec), value);
      case "$exists" -> truth(spec) == (value != null);
      case "$all" ->
          !spec.asArray().isEmpty()
              && spec.asArray().stream().allMatch(each -> onValue(operators(each), value));
      case "$size" ->
          value != null && value.isArray() && value.asArray().size() == spec.asNumber().intValue();
      case "$elemMatch" -> value != null && value.isArray() && element(value.asArray(), spec);
      case "$regex" -> regex(pattern(spec, siblings), value);
      case "$options" -> true;
      case "$type" -> type(value, spec);
      case "$mod" -> mod(value, spec.asArray());
      case "$bitsAllSet" -> bits(value, spec, true, true);
      case "$bitsAllClear" -> bits(value, spec, true, false);
      case "$bitsAnySet" -> bits(value, spec, false, true);
      case "$bitsAnyClear" -> bits(value, spec, false, false);
      default -> throw new IllegalArgumentException("no such operator here: " + name);
    };
  }

  private boolean onValue(BsonDocument operators, @Nullable BsonValue value) {
    return operators.entrySet().stream()
        .allMatch(each -> onValue(each.getKey(), each.getValue(), operators, value));
  }

  private boolean compares(String name, @Nullable BsonValue value, BsonValue operand) {
    boolean orEqual = name.length() == 4 || name.equals("$eq");
    if (value == null && operand.isNull()) {
      return orEqual;
    }
    if (value == null || PlainOrder.rank(value) != PlainOrder.rank(operand)) {
      return switch (operand.getBsonType()) {
        case MIN_KEY -> name.startsWith("$g");
        case MAX_KEY -> name.startsWith("$l");
        default -> false;
      };
    }
    if (PlainOrder.isNaN(value) || PlainOrder.isNaN(operand)) {
      return orEqual && PlainOrder.isNaN(value) && PlainOrder.isNaN(operand);
    }
    int comparison = order.compare(value, operand);
    return comparison == 0
        ? orEqual
        : comparison < 0 ? name.startsWith("$l") : name.startsWith("$g");
  }

  private boolean in(@Nullable BsonValue value, BsonArray operands) {
    for (BsonValue operand : operands) {
      if (operand.isRegularExpression()
          ? regex(operand.asRegularExpression(), value)
          : compares("$eq", value, operand)) {
        return true;
      }
    }
    return false;
  }

  private boolean element(BsonArray array, BsonValue condition) {
    BsonDocument inner = condition.asDocument();
    boolean onValues =
        isOperators(inner) && !List.of("$and", "$or", "$nor").contains(inner.getFirstKey());
    for (BsonValue element : array) {
      boolean matches =
          onValues
              ? onValue(inner, element)
              : element.isDocument() && matches(inner, element.asDocument())
                  || element.isArray() && matches(inner, indexed(element.asArray()));
      if (matches) {
        return true;
      }
    }
    return false;
  }

  /** An array as the document that it is in BSON. */
  private static BsonDocument indexed(BsonArray array) {
    BsonDocument document = new BsonDocument();
    for (BsonValue element : array) {
      document.append(String.valueOf(document.size()), element);
    }
    return document;
  }

  private static BsonRegularExpression pattern(BsonValue spec, BsonDocument siblings) {
    BsonValue options = siblings.get("$options");
    if (spec.isRegularExpression() && options == null) {
      return spec.asRegularExpression();
    }
    String pattern =
        spec.isString() ? spec.asString().getValue() : spec.asRegularExpression().getPattern();
    return new BsonRegularExpression(pattern, options == null ? "" : options.asString().getValue());
  }

  private static boolean regex(BsonRegularExpression regex, @Nullable BsonValue value) {
    if (value == null) {
      return false;
    }
    int flags = 0;
    for (char option : regex.getOptions().toCharArray()) {
      flags |=
          switch (option) {
            case 'i' -> Pattern.CASE_INSENSITIVE;
            case 'm' -> Pattern.MULTILINE;
            case 's' -> Pattern.DOTALL;
            default -> Pattern.COMMENTS;
          };
    }
    Pattern pattern = Pattern.compile(regex.getPattern(), flags);
    return switch (value.getBsonType()) {
      case STRING -> pattern.matcher(value.asString().getValue()).find();
      case SYMBOL -> pattern.matcher(value.asSymbol().getSymbol()).find();
      case REGULAR_EXPRESSION -> value.asRegularExpression().equals(regex);
      default -> false;
    };
  }

  private static boolean type(@Nullable BsonValue value, BsonValue spec) {
    if (value == null) {
      return false;
    }
    List<BsonValue> types = spec.isArray() ? spec.asArray() : List.of(spec);
    return types.stream().anyMatch(type -> type(value.getBsonType(), type));
  }

  private static boolean type(BsonType type, BsonValue spec) {
    if (!spec.isString()) {
      int number = spec.asNumber().intValue();
      return switch (type) {
        case MIN_KEY -> number == -1;
        default -> number == type.getValue();
      };
    }
    String name = spec.asString().getValue().toLowerCase(Locale.ROOT);
    return switch (type) {
      case DOUBLE -> name.equals("double") || name.equals("number");
      case INT32 -> name.equals("int") || name.equals("number");
      case INT64 -> name.equals("long") || name.equals("number");
      case DECIMAL128 -> name.equals("decimal") || name.equals("number");
      case DOCUMENT -> name.equals("object");
      case BINARY -> name.equals("bindata");
      case BOOLEAN -> name.equals("bool");
      case DATE_TIME -> name.equals("date");
      case REGULAR_EXPRESSION -> name.equals("regex");
      case JAVASCRIPT_WITH_SCOPE -> name.equals("javascriptwithscope");
      default -> name.equals(type.name().replace("_", "").toLowerCase(Locale.ROOT));
    };
  }

  private static boolean mod(@Nullable BsonValue value, BsonArray spec) {
    BigInteger number = value == null ? null : int64(value, true);
    BigInteger divisor = int64(spec.get(0), true);
    BigInteger remainder = int64(spec.get(1), true);
    return number != null && divisor != null && number.remainder(divisor).equals(remainder);
  }

  /** A number that fits 64 bits, without its fraction, or null for every other value. */
  private static @Nullable BigInteger int64(BsonValue value, boolean takesFractions) {
    if (PlainOrder.rank(value) != 3) {
      return null;
    }
    BigDecimal exact = PlainOrder.exact(value);
    if (exact == null) {
      return null;
    }
    if (exact.precision() - exact.scale() > 30) {
      return null;
    }
    BigDecimal whole = exact.setScale(0, RoundingMode.DOWN);
    boolean fits = whole.compareTo(INT64_MIN) >= 0 && whole.compareTo(INT64_MAX) <= 0;
    return fits && (takesFractions || whole.compareTo(exact) == 0) ? whole.toBigInteger() : null;
  }

  private static boolean bits(
      @Nullable BsonValue value, BsonValue spec, boolean all, boolean wanted) {
    if (value == null) {
      return false;
    }
    BigInteger number = value.isBinary() ? littleEndian(value.asBinary()) : int64(value, false);
    if (number == null) {
      return false;
    }
    List<Integer> positions = positions(spec);
    return all
        ? positions.stream().allMatch(position -> number.testBit(position) == wanted)
        : positions.stream().anyMatch(position -> number.testBit(position) == wanted);
  }

  private static List<Integer> positions(BsonValue spec) {
    List<Integer> positions = new ArrayList<>();
    if (spec.isArray()) {
      spec.asArray().forEach(position -> positions.add(position.asNumber().intValue()));
      return positions;
    }
    BigInteger mask = spec.isBinary() ? littleEndian(spec.asBinary()) : int64(spec, false);
    for (int i = 0; mask != null && i < mask.bitLength(); i++) {
      if (mask.testBit(i)) {
        positions.add(i);
      }
    }
    return positions;
  }

  private static BigInteger littleEndian(BsonBinary binary) {
    byte[] data = binary.getData();
    byte[] reversed = new byte[data.length + 1];
    for (int i = 0; i < data.length; i++) {
      reversed[data.length - i] = data[i];
    }
    return new BigInteger(reversed);
  }

  /** A comparison of a field with a constant, across types. */
  private boolean expression(BsonDocument spec, BsonDocument document) {
    String name = spec.getFirstKey();
    BsonArray arguments = spec.getArray(name);
    BsonValue value = document.get(arguments.get(0).asString().getValue().substring(1));
    BsonValue operand = arguments.get(1).asDocument().get("$literal", BsonNull.VALUE);
    int comparison = value == null ? missingAgainst(operand) : order.compare(value, operand);
    return switch (name) {
      case "$eq" -> comparison == 0;
      case "$ne" -> comparison != 0;
      case "$lt" -> comparison < 0;
      case "$lte" -> comparison <= 0;
      case "$gt" -> comparison > 0;
      default -> comparison >= 0;
    };
  }

  /** In expressions what is missing stands between MinKey and null. */
  private static int missingAgainst(BsonValue operand) {
    return operand.getBsonType() == BsonType.MIN_KEY ? 1 : -1;
  }

  private static boolean truth(BsonValue value) {
    return switch (value.getBsonType()) {
      case BOOLEAN -> value.asBoolean().getValue();
      case NULL, UNDEFINED -> false;
      case INT32, INT64, DOUBLE, DECIMAL128 ->
          PlainOrder.SIMPLE.compare(value, new org.bson.BsonInt32(0)) != 0;
      default -> true;
    };
  }

  /**
   * The values at a path's end; null among them where it ends in nothing.
   *
   * @param looksIn whether an array at the end stands for its elements, too
   */
  static List<@Nullable BsonValue> leaves(BsonDocument document, String path, boolean looksIn) {
    List<@Nullable BsonValue> leaves = new ArrayList<>();
    inDocument(document, List.of(path.split("\\.", -1)), looksIn, leaves);
    return leaves;
  }

  private static void inDocument(
      BsonDocument document, List<String> path, boolean looksIn, List<@Nullable BsonValue> leaves) {
    BsonValue value = document.get(path.getFirst());
    List<String> rest = path.subList(1, path.size());
    if (rest.isEmpty()) {
      if (looksIn && value instanceof BsonArray array) {
        leaves.addAll(array);
      }
      leaves.add(value);
    } else if (value instanceof BsonDocument inner) {
      inDocument(inner, rest, looksIn, leaves);
    } else if (value instanceof BsonArray array) {
      inArray(array, rest, looksIn, leaves);
    } else {
      leaves.add(null);
    }
  }

  /** Documents are searched; a number names an element besides, and ends there as it is. */
  private static void inArray(
      BsonArray array, List<String> path, boolean looksIn, List<@Nullable BsonValue> leaves) {
    for (int i = 0; i < array.size(); i++) {
      BsonValue element = array.get(i);
      if (element instanceof BsonDocument inner) {
        inDocument(inner, path, looksIn, leaves);
      }
      if (path.getFirst().equals(String.valueOf(i))) {
        List<String> rest = path.subList(1, path.size());
        if (rest.isEmpty()) {
          leaves.add(element);
        } else if (element instanceof BsonDocument inner) {
          inDocument(inner, rest, looksIn, leaves);
        } else if (element instanceof BsonArray inner) {
          inArray(inner, rest, looksIn, leaves);
        }
      }
    }
  }
}
