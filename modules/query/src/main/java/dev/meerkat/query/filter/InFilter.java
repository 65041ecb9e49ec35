package dev.meerkat.query.filter;

import dev.meerkat.query.regex.Regex;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.ValueOrder;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;

/**
 * {@code $in}: equal to one of many values, or matched by one of the regular expressions among
 * them. Threads: immutable.
 *
 * @param operands sorted, each value once
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/in/">$in</a>
 */
record InFilter(
    List<Operand> operands, List<RegexFilter> patterns, boolean takesMissing, ValueOrder order)
    implements PlainTest {

  static Filter parse(String path, BsonValue spec, ParseScope scope) {
    return parse(path, "$in", spec, scope);
  }

  /** {@code $nin}, the complement of {@code $in}. */
  static Filter parseNotIn(String path, BsonValue spec, ParseScope scope) {
    return new NotFilter(parse(path, "$nin", spec, scope));
  }

  private static PathFilter parse(String path, String operator, BsonValue spec, ParseScope scope) {
    if (!spec.isArray()) {
      throw new ServerException(ErrorCode.BAD_VALUE, operator + " needs an array");
    }
    ValueOrder order = scope.order();
    List<BsonValue> values = new ArrayList<>();
    List<RegexFilter> patterns = new ArrayList<>();
    for (BsonValue value : spec.asArray()) {
      Operand.comparable(value);
      if (OperatorDocuments.isOperatorDocument(value)) {
        throw new ServerException(ErrorCode.BAD_VALUE, "cannot nest $ under " + operator);
      }
      if (value.isRegularExpression()) {
        BsonRegularExpression regex = value.asRegularExpression();
        patterns.add(new RegexFilter(Regex.compile(regex.getPattern(), regex.getOptions())));
      } else {
        values.add(value);
      }
    }
    values.sort(order::compare);
    return PathFilter.onElements(
        path,
        of(values, patterns, order),
        new Predicate.Path(path, "$in", normalForm(values, spec.asArray()), order));
  }

  private static InFilter of(List<BsonValue> sorted, List<RegexFilter> patterns, ValueOrder order) {
    List<Operand> operands = new ArrayList<>(sorted.size());
    boolean takesMissing = false;
    BsonValue previous = null;
    for (BsonValue value : sorted) {
      if (previous == null || !order.equal(previous, value)) {
        operands.add(Operand.of(value));
        takesMissing |= value.isNull();
      }
      previous = value;
    }
    return new InFilter(List.copyOf(operands), List.copyOf(patterns), takesMissing, order);
  }

  /** The values sorted, then the regular expressions. */
  private static BsonArray normalForm(List<BsonValue> sorted, BsonArray spec) {
    BsonArray normal = new BsonArray(sorted);
    for (BsonValue value : spec) {
      if (value.isRegularExpression()) {
        normal.add(value);
      }
    }
    return normal;
  }

  @Override
  public boolean test(byte type, byte[] array, int offset) {
    if (type == BsonBytes.END) {
      return takesMissing;
    }
    return (type != BsonBytes.UNDEFINED && contains(type, array, offset))
        || matchesPattern(type, array, offset);
  }

  private boolean contains(byte type, byte[] array, int offset) {
    int low = 0;
    int high = operands.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int comparison = operands.get(middle).compareFrom(type, array, offset, order);
      if (comparison == 0) {
        return true;
      }
      if (comparison < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return false;
  }

  private boolean matchesPattern(byte type, byte[] array, int offset) {
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).test(type, array, offset)) {
        return true;
      }
    }
    return false;
  }
}
