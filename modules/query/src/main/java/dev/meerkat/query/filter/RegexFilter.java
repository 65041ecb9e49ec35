package dev.meerkat.query.filter;

import dev.meerkat.query.regex.Regex;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;

/**
 * {@code $regex}: strings that a pattern is found in, and regular expressions equal to it. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/operator/query/regex/">$regex</a>
 */
record RegexFilter(Regex regex) implements PlainTest {

  static Filter parse(String path, BsonValue spec, BsonDocument siblings, ParseScope scope) {
    String pattern;
    String options = "";
    if (spec.isRegularExpression()) {
      pattern = spec.asRegularExpression().getPattern();
      options = spec.asRegularExpression().getOptions();
    } else if (spec.isString()) {
      pattern = spec.asString().getValue();
    } else {
      throw new ServerException(ErrorCode.BAD_VALUE, "$regex has to be a string");
    }
    BsonValue given = siblings.get("$options");
    if (given != null) {
      options = options(given, options, siblings);
    }
    if (pattern.indexOf('\0') >= 0) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "Regular expression cannot contain an embedded null byte");
    }
    return of(path, new BsonRegularExpression(pattern, options), scope);
  }

  /** {@code $options} by itself says nothing; {@code $regex} beside it reads it. */
  static Filter parseOptions(BsonDocument siblings) {
    if (!siblings.containsKey("$regex")) {
      throw new ServerException(ErrorCode.BAD_VALUE, "$options needs a $regex");
    }
    return ConstantFilter.TRUE;
  }

  private static String options(BsonValue given, String literal, BsonDocument siblings) {
    if (!given.isString()) {
      throw new ServerException(ErrorCode.BAD_VALUE, "$options has to be a string");
    }
    if (!literal.isEmpty()) {
      throw new ServerException(
          ErrorCode.location(areOptionsFirst(siblings) ? 51074 : 51075),
          "options set in both $regex and $options");
    }
    return given.asString().getValue();
  }

  private static boolean areOptionsFirst(BsonDocument siblings) {
    for (String name : siblings.keySet()) {
      if (name.equals("$options")) {
        return true;
      }
      if (name.equals("$regex")) {
        return false;
      }
    }
    return false;
  }

  private static PathFilter of(String path, BsonRegularExpression regex, ParseScope scope) {
    return PathFilter.onElements(
        path,
        new RegexFilter(Regex.compile(regex.getPattern(), regex.getOptions())),
        new Predicate.Path(path, "$regex", regex, scope.order()));
  }

  @Override
  public boolean test(byte type, byte[] array, int offset) {
    return switch (type) {
      case BsonBytes.STRING, BsonBytes.SYMBOL -> regex.find(BsonBytes.string(array, offset));
      case BsonBytes.REGEX -> isSame(array, offset);
      default -> false;
    };
  }

  private boolean isSame(byte[] array, int offset) {
    BsonRegularExpression stored =
        BsonBytes.decode(array, BsonBytes.REGEX, offset).asRegularExpression();
    return stored.equals(new BsonRegularExpression(regex.pattern(), regex.options()));
  }
}
