package dev.meerkat.query.filter;

import dev.meerkat.query.Language;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Takes a filter document apart and hands each operator to its provider. Threads: immutable. */
public final class FilterParser {
  /** What stands beside an equality that is written as a value. */
  private static final BsonDocument ALONE = new BsonDocument();

  private FilterParser() {}

  /** Parses a whole filter; an empty one matches everything. */
  public static Filter parse(BsonDocument spec, ParseScope scope, Language language) {
    if (spec.size() == 1) {
      Map.Entry<String, BsonValue> only = spec.entrySet().iterator().next();
      return ByteFilter.of(field(only.getKey(), only.getValue(), scope, language));
    }
    List<Filter> branches = new ArrayList<>(spec.size());
    for (Map.Entry<String, BsonValue> field : spec.entrySet()) {
      branches.add(field(field.getKey(), field.getValue(), scope, language));
    }
    return AndFilter.of(branches);
  }

  private static Filter field(String name, BsonValue spec, ParseScope scope, Language language) {
    return name.startsWith("$")
        ? top(name, spec, scope, language)
        : onPath(name, spec, scope, language);
  }

  private static Filter top(String name, BsonValue spec, ParseScope scope, Language language) {
    FilterProvider provider = language.filter(name);
    if (provider == null) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "unknown top level operator: "
              + name
              + ". If you have a field name that starts with a '$' symbol, consider using $getField"
              + " or $setField.");
    }
    return provider.parseTop(name, spec, scope);
  }

  /** A value is an equality, a regular expression a search, and a document of operators itself. */
  private static Filter onPath(String path, BsonValue value, ParseScope scope, Language language) {
    FieldPath.requireStorable(path);
    if (!OperatorDocuments.isOperatorDocument(value)) {
      return value.isRegularExpression()
          ? operator(path, "$regex", value, new BsonDocument("$regex", value), scope, language)
          : operator(path, "$eq", value, ALONE, scope, language);
    }
    BsonDocument operators = value.asDocument();
    List<Filter> branches = new ArrayList<>(operators.size());
    for (Map.Entry<String, BsonValue> operator : operators.entrySet()) {
      branches.add(
          operator(path, operator.getKey(), operator.getValue(), operators, scope, language));
    }
    return AndFilter.of(branches);
  }

  private static Filter operator(
      String path,
      String name,
      BsonValue spec,
      BsonDocument siblings,
      ParseScope scope,
      Language language) {
    FilterProvider provider = language.filter(name);
    if (provider == null) {
      throw new ServerException(ErrorCode.BAD_VALUE, "unknown operator: " + name);
    }
    return provider.parseOnPath(path, name, spec, siblings, scope);
  }
}
