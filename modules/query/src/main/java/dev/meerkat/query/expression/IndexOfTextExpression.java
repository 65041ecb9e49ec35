package dev.meerkat.query.expression;

import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.Arrays;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * Where a string stands in another one, in bytes or in code points, or -1. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/indexOfBytes/">$indexOfBytes</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/indexOfCP/">$indexOfCP</a>
 */
enum IndexOfTextExpression {
  BYTES("$indexOfBytes", 40091, 40092) {
    @Override
    int search(String text, String part, int from, int to) {
      byte[] bytes = Texts.utf8(text);
      byte[] wanted = Texts.utf8(part);
      int last = Math.min(to, bytes.length) - wanted.length;
      for (int i = from; i <= last; i++) {
        if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
          return i;
        }
      }
      return -1;
    }
  },
  CODE_POINTS("$indexOfCP", 40093, 40094) {
    @Override
    int search(String text, String part, int from, int to) {
      int points = Texts.codePoints(text);
      // Unlike bytes, code points are looked at one by one: behind the last one nothing is found.
      if (from >= Math.min(to, points)) {
        return from == 0 && points == 0 && part.isEmpty() ? 0 : -1;
      }
      int begin = text.offsetByCodePoints(0, from);
      int end = text.offsetByCodePoints(0, Math.min(to, points));
      int index = text.indexOf(part, begin);
      // What begins before the end may reach beyond it.
      return index < 0 || index >= end ? -1 : from + text.codePointCount(begin, index);
    }
  };

  private final String wireName;
  private final int textCode;
  private final int partCode;

  IndexOfTextExpression(String wireName, int textCode, int partCode) {
    this.wireName = wireName;
    this.textCode = textCode;
    this.partCode = partCode;
  }

  abstract int search(String text, String part, int from, int to);

  Expression parse(BsonValue spec, ParseScope scope) {
    return FunctionExpression.between(2, 4, wireName, spec, scope, this::apply);
  }

  private BsonValue apply(BsonValue[] arguments) {
    if (arguments[0].isNull()) {
      return BsonNull.VALUE;
    }
    String text = string(arguments[0], textCode, "first");
    String part = string(arguments[1], partCode, "second");
    int from = arguments.length > 2 ? index(arguments[2], "starting") : 0;
    int to = arguments.length > 3 ? index(arguments[3], "ending") : Integer.MAX_VALUE;
    return new BsonInt32(from > to ? -1 : search(text, part, from, to));
  }

  private String string(BsonValue value, int code, String which) {
    if (!Texts.isString(value)) {
      throw Values.error(
          code,
          wireName
              + " requires a string as the "
              + which
              + " argument, found: "
              + Values.typeName(value));
    }
    return Texts.checked(value.asString().getValue());
  }

  private int index(BsonValue value, String which) {
    int index = Integers.exactInt32(value, 40096, wireName + "'s " + which + " index");
    if (index < 0) {
      throw Values.error(
          40097, wireName + " requires a nonnegative " + which + " index, found: " + index);
    }
    return index;
  }
}
