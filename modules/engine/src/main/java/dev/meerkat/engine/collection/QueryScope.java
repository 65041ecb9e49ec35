package dev.meerkat.engine.collection;

import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Expression;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.values.Collation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The collation and the variables of one statement, with the doors through which its specs are
 * parsed. Threads: confined to one operation.
 */
public record QueryScope(
    Execution execution, ParseOptions options, ParseScope parse, Collation collation) {

  /**
   * Resolves a statement's collation and binds its variables.
   *
   * @param entry the collection, or null where it does not exist
   * @param collation as given: command, then collection default, then simple
   * @param let as given, or null
   */
  public static QueryScope of(
      Execution execution,
      Namespace namespace,
      @Nullable CollectionEntry entry,
      @Nullable BsonDocument collation,
      @Nullable BsonDocument let) {
    return of(execution, namespace, resolve(entry, collation), let);
  }

  /** The same for a command in which no clock may be read. */
  QueryScope withoutClock() {
    ParseOptions bare = options.withoutClock();
    return new QueryScope(execution, bare, execution.engine().language().scope(bare), collation);
  }

  static QueryScope of(
      Execution execution, Namespace namespace, Collation collation, @Nullable BsonDocument let) {
    List<String> variables = let == null ? List.of() : new ArrayList<>(let.keySet());
    variables.forEach(QueryScope::checkName);
    ParseOptions options =
        new ParseOptions(
            namespace,
            collation.order(),
            collation.isSimple() ? null : collation.toBson(),
            execution.operation().common().apiStrict(),
            variables);
    if (let != null) {
      bind(
          execution,
          new ParseOptions(
              namespace, options.order(), options.collation(), options.isApiStrict(), List.of()),
          let);
    }
    return new QueryScope(
        execution, options, execution.engine().language().scope(options), collation);
  }

  /** Command, then collection default, then simple. */
  static Collation resolve(@Nullable CollectionEntry entry, @Nullable BsonDocument collation) {
    if (collation != null && !collation.isEmpty()) {
      return Collation.parse(collation);
    }
    return entry == null ? Collation.SIMPLE : entry.options().parsedCollation();
  }

  /** Parses a filter, with what the values of variables tell of it. */
  Filter filter(BsonDocument spec) {
    Filter filter = parse.filter(spec).bound(values());
    NearRules.check(filter.predicate());
    TextRules.check(filter.predicate());
    return filter;
  }

  /** The scope of what a command says besides its filter, which may have given metadata. */
  QueryScope after(Filter filter) {
    boolean isNear = NearRules.asks(filter.predicate());
    boolean isSearch = TextRules.searches(filter.predicate());
    if (!isNear && !isSearch) {
      return this;
    }
    Set<String> metadata = new HashSet<>();
    if (isNear) {
      metadata.addAll(NearRules.METADATA);
    }
    if (isSearch) {
      metadata.add("textScore");
    }
    return new QueryScope(
        execution, options, execution.engine().language().scope(options, metadata), collation);
  }

  EvaluationScope values() {
    return execution.scope();
  }

  private static void bind(Execution execution, ParseOptions bare, BsonDocument let) {
    ParseScope scope = execution.engine().language().scope(bare);
    EvaluationScope values = execution.scope().withoutClock();
    int slot = 0;
    for (Map.Entry<String, BsonValue> variable : let.entrySet()) {
      Expression expression = scope.expression(variable.getValue());
      expression.dependencies(NO_FIELDS);
      BsonValue value = expression.evaluate(DocumentView.EMPTY, values);
      values.bind(slot, value);
      execution.scope().bind(slot, value);
      scope = scope.declare(variable.getKey());
      slot++;
    }
  }

  /** Variables of a command are computed before any document is read. */
  private static final Dependencies NO_FIELDS =
      new Dependencies() {
        @Override
        public void field(String path) {
          wholeDocument();
        }

        @Override
        public void wholeDocument() {
          throw new ServerException(
              ErrorCode.location(4890500),
              "Command let Expression tried to access a field, but this is not allowed because"
                  + " command let Expressions run before the query examines any documents.");
        }

        @Override
        public void variable(int slot) {}
      };

  private static void checkName(String name) {
    if (name.isEmpty()) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, "empty variable names are not allowed");
    }
    if (name.equals("NOW") || name.equals("CLUSTER_TIME")) {
      throw new ServerException(
          ErrorCode.location(4738901), "Attempt to set internal constant: " + name);
    }
    char first = name.charAt(0);
    boolean valid = first >= 'a' && first <= 'z' || first >= 128;
    for (int i = 1; valid && i < name.length(); i++) {
      char c = name.charAt(i);
      valid =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '_'
              || c >= 128;
    }
    if (!valid && !name.equals("CURRENT")) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "'" + name + "' contains an invalid character for a variable name");
    }
  }
}
