package dev.meerkat.aggregation.stage;

import dev.meerkat.query.FieldsRead;
import dev.meerkat.query.expression.Randomness;
import dev.meerkat.query.filter.Filters;
import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.ParseScope;
import dev.meerkat.spi.query.PathOrigin;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Lets the documents through that match a filter. Threads: immutable.
 *
 * @param spec the filter as it was written
 * @param parts filters that must all match and together are this one; none where it is one itself
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/match/">$match</a>
 */
public record MatchStage(Filter filter, BsonDocument spec, List<MatchStage> parts)
    implements Stage {
  public MatchStage {
    parts = List.copyOf(parts);
  }

  /** A filter that is one. */
  public MatchStage(Filter filter, BsonDocument spec) {
    this(filter, spec, List.of());
  }

  static Stage parse(BsonValue spec, ParseScope scope) {
    if (!(spec instanceof BsonDocument document)) {
      throw Documents.error(15959, "the match filter must be an expression in an object");
    }
    refuseSorting(document);
    MatchStage whole = new MatchStage(scope.filter(document), document);
    List<MatchStage> parts = new ArrayList<>();
    if (!whole.isSearch() && !Randomness.isIn(document)) {
      split(document, scope, parts);
    }
    return parts.size() < 2 ? whole : new MatchStage(whole.filter, document, parts);
  }

  private static void split(BsonDocument filter, ParseScope scope, List<MatchStage> parts) {
    for (Map.Entry<String, BsonValue> field : filter.entrySet()) {
      if (field.getKey().equals("$and")) {
        for (BsonValue branch : field.getValue().asArray()) {
          split(branch.asDocument(), scope, parts);
        }
      } else if (!field.getKey().equals("$comment")) {
        BsonDocument part = new BsonDocument(field.getKey(), field.getValue());
        parts.add(new MatchStage(scope.filter(part), part));
      }
    }
  }

  /**
   * The stage that lets the same documents through in front of another as this one behind it, or
   * null where there is none.
   *
   * @param origin what the other stage says of paths
   */
  @Nullable MatchStage before(PathOrigin origin) {
    if (readsOnlyWhatStays(origin)) {
      return this;
    }
    Filter old = filter.before(origin);
    if (old == null) {
      return null;
    }
    List<MatchStage> oldParts = new ArrayList<>(parts.size());
    for (MatchStage part : parts) {
      MatchStage oldPart = part.before(origin);
      if (oldPart == null) {
        return null;
      }
      oldParts.add(oldPart);
    }
    return new MatchStage(old, old.predicate().describe(), oldParts);
  }

  /** The stage that lets through what this one does, and what another filter does. */
  MatchStage or(Filter other) {
    Filter either = Filters.either(filter, other);
    return new MatchStage(either, either.predicate().describe());
  }

  /** Whether an expression is asked anywhere in the filter. */
  boolean hasExpression() {
    return hasExpression(filter.predicate());
  }

  private static boolean hasExpression(Predicate predicate) {
    return switch (predicate) {
      case Predicate.And(List<Predicate> branches) -> hasExpression(branches);
      case Predicate.Or(List<Predicate> branches) -> hasExpression(branches);
      case Predicate.Nor(List<Predicate> branches) -> hasExpression(branches);
      case Predicate.Not(Predicate branch) -> hasExpression(branch);
      case Predicate.Opaque(BsonDocument written) -> written.containsKey("$expr");
      default -> false;
    };
  }

  private static boolean hasExpression(List<Predicate> branches) {
    return branches.stream().anyMatch(MatchStage::hasExpression);
  }

  private boolean readsOnlyWhatStays(PathOrigin origin) {
    FieldsRead read = new FieldsRead();
    filter.dependencies(read);
    Set<String> paths = read.paths();
    return paths != null && paths.stream().allMatch(path -> path.equals(origin.of(path)));
  }

  static void refuseSorting(BsonDocument filter) {
    if (sorts(filter)) {
      throw Documents.error(
          5626500,
          "$geoNear, $near, and $nearSphere are not allowed in this context, as these operators"
              + " require sorting geospatial data. If you do not need sort, consider using"
              + " $geoWithin instead.");
    }
  }

  /** Whether a filter holds an operator that sorts by distance, which no stage does. */
  private static boolean sorts(BsonValue filter) {
    return switch (filter) {
      case BsonDocument document ->
          document.containsKey("$near")
              || document.containsKey("$nearSphere")
              || document.containsKey("$geoNear")
              || document.values().stream().anyMatch(MatchStage::sorts);
      case BsonArray array -> array.stream().anyMatch(MatchStage::sorts);
      default -> false;
    };
  }

  @Override
  public String name() {
    return "$match";
  }

  @Override
  public StageTraits traits() {
    StageTraits plain = StageTraits.of(StageTraits.Shape.FILTER);
    return isSearch()
        ? plain.at(StageTraits.Position.FIRST_SEARCH).notIn(StageTraits.Place.FACET)
        : plain.alsoIn(StageTraits.Place.CHANGE_STREAM);
  }

  /** Whether words are searched for, which a text index scores. */
  boolean isSearch() {
    return isSearch(filter.predicate());
  }

  private static boolean isSearch(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Text _ -> true;
      case Predicate.And and -> and.branches().stream().anyMatch(MatchStage::isSearch);
      case Predicate.Or or -> or.branches().stream().anyMatch(MatchStage::isSearch);
      default -> false;
    };
  }

  @Override
  public Set<String> metadata(Set<String> before) {
    if (!isSearch()) {
      return before;
    }
    Set<String> all = new HashSet<>(before);
    all.add("score");
    all.add("textScore");
    return all;
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new MatchCursor(input, filter, context);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    filter.dependencies(dependencies);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument("$match", spec);
  }

  private record MatchCursor(Cursor input, Filter filter, StageContext context) implements Cursor {
    @Override
    public boolean advance() {
      while (input.advance()) {
        if (filter.matches(input.current(), context.scope())) {
          return true;
        }
        context.operation().checkInterrupted();
      }
      return false;
    }

    @Override
    public DocumentView current() {
      return input.current();
    }

    @Override
    public void close() {
      input.close();
    }
  }
}
