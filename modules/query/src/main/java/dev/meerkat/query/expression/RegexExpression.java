package dev.meerkat.query.expression;

import dev.meerkat.query.regex.Regex;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.ParseScope;
import java.util.List;
import java.util.regex.Matcher;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Searches a string for a regular expression. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/regexMatch/">$regexMatch</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/regexFind/">$regexFind</a>
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/regexFindAll/">$regexFindAll</a>
 */
enum RegexExpression {
  FIND("$regexFind") {
    @Override
    BsonValue none() {
      return BsonNull.VALUE;
    }

    @Override
    BsonValue search(Regex regex, String text) {
      Matcher matcher = regex.matcher(text);
      return Regex.find(matcher) ? match(regex, matcher, text) : BsonNull.VALUE;
    }
  },
  FIND_ALL("$regexFindAll") {
    @Override
    BsonValue none() {
      return new BsonArray();
    }

    @Override
    BsonValue search(Regex regex, String text) {
      BsonArray matches = new BsonArray();
      Matcher matcher = regex.matcher(text);
      while (Regex.find(matcher)) {
        matches.add(match(regex, matcher, text));
      }
      return matches;
    }
  },
  MATCH("$regexMatch") {
    @Override
    BsonValue none() {
      return BsonBoolean.FALSE;
    }

    @Override
    BsonValue search(Regex regex, String text) {
      return Values.bool(regex.find(text));
    }
  };

  private static final String OPTIONS = "imsxu";

  private final String wireName;

  RegexExpression(String wireName) {
    this.wireName = wireName;
  }

  /** The answer where there is nothing to search. */
  abstract BsonValue none();

  abstract BsonValue search(Regex regex, String text);

  Expression parse(BsonValue spec, ParseScope scope) {
    NamedArguments named =
        NamedArguments.of(wireName, spec, 51103, 31024, "input", "regex", "options");
    Expression input = scope.expression(named.require("input", 31022));
    Expression pattern = scope.expression(named.require("regex", 31023));
    Expression options = named.optional("options", scope);
    List<String> parameters = List.of("input", "regex", "options");
    List<Expression> arguments = List.of(input, pattern, options);
    if (pattern.isConstant() && options.isConstant()) {
      // Compiled once; a wrong pattern is refused here, as MongoDB does.
      Regex regex =
          compile(
              Values.orNull(ConstantFolding.value(pattern)),
              Values.orNull(ConstantFolding.value(options)));
      return new NamedFunctionExpression(
          wireName, parameters, arguments, values -> apply(values[0], regex));
    }
    return new NamedFunctionExpression(
        wireName, parameters, arguments, values -> apply(values[0], compile(values[1], values[2])));
  }

  private BsonValue apply(BsonValue input, @Nullable Regex regex) {
    if (!input.isNull() && !Texts.isString(input)) {
      throw Values.error(51104, wireName + " needs 'input' to be of type string");
    }
    if (input.isNull() || regex == null) {
      return none();
    }
    return search(regex, Texts.checked(input.asString().getValue()));
  }

  /** The compiled pattern, or null where the pattern is null. */
  private @Nullable Regex compile(BsonValue pattern, BsonValue options) {
    if (!options.isNull() && !Texts.isString(options)) {
      throw Values.error(51106, wireName + " needs 'options' to be of type string");
    }
    String given = options.isNull() ? null : options.asString().getValue();
    return switch (pattern) {
      case BsonNull _ -> {
        if (given != null) {
          checkNul(given);
        }
        yield null;
      }
      case BsonString text -> compile(Texts.checked(text.getValue()), given == null ? "" : given);
      case BsonRegularExpression regex -> compile(regex.getPattern(), merged(regex, given));
      default ->
          throw Values.error(51105, wireName + " needs 'regex' to be of type string or regex");
    };
  }

  private String merged(BsonRegularExpression regex, @Nullable String given) {
    StringBuilder own = new StringBuilder();
    for (int i = 0; i < regex.getOptions().length(); i++) {
      char option = regex.getOptions().charAt(i);
      if (OPTIONS.indexOf(option) >= 0) {
        own.append(option);
      }
    }
    if (own.isEmpty()) {
      return given == null ? "" : given;
    }
    if (given != null) {
      throw Values.error(
          51107,
          wireName + ": found regex option(s) specified in both 'regex' and 'option' fields");
    }
    return own.toString();
  }

  private Regex compile(String pattern, String options) {
    if (pattern.indexOf('\0') >= 0) {
      throw Values.error(
          51109, wireName + ": regular expression cannot contain an embedded null byte");
    }
    checkOptions(options);
    try {
      return Regex.compile(pattern, options);
    } catch (ServerException e) {
      throw Values.error(51111, "Invalid Regex in " + wireName + ": " + e.text());
    }
  }

  private void checkNul(String options) {
    if (options.indexOf('\0') >= 0) {
      throw Values.error(
          51110, wireName + ": regular expression options cannot contain an embedded null byte");
    }
  }

  private void checkOptions(String options) {
    checkNul(options);
    for (int i = 0; i < options.length(); i++) {
      char option = options.charAt(i);
      if (OPTIONS.indexOf(option) < 0) {
        throw Values.error(51108, wireName + " invalid flag in regex options: " + option);
      }
    }
  }

  /** One match as MongoDB answers it: the text, where it stands in code points, and the groups. */
  private static BsonDocument match(Regex regex, Matcher matcher, String text) {
    BsonArray captures = new BsonArray();
    for (int i = 1; i <= regex.groupCount(); i++) {
      String group = regex.group(matcher, i);
      captures.add(group == null ? BsonNull.VALUE : new BsonString(group));
    }
    int start = regex.start(matcher);
    return new BsonDocument("match", new BsonString(text.substring(start, matcher.end())))
        .append("idx", new BsonInt32(text.codePointCount(0, start)))
        .append("captures", captures);
  }
}
