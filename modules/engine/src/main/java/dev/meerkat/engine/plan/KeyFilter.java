package dev.meerkat.engine.plan;

import dev.meerkat.query.FieldsRead;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What of a filter the keys of an index can be asked, so that documents that do not match need not
 * be read. Threads: immutable.
 *
 * @param filters members of the conjunction
 * @param paths what they read
 * @param provesAll whether nothing else is asked of a document
 */
public record KeyFilter(
    KeyFields fields, List<Filter> filters, Set<String> paths, boolean provesAll) {
  public KeyFilter {
    filters = List.copyOf(filters);
    paths = Set.copyOf(paths);
  }

  /**
   * Null where the keys tell nothing beyond their bounds.
   *
   * @param proven what the bounds prove already
   */
  static @Nullable KeyFilter of(Filter filter, List<Predicate> proven, KeyFields fields) {
    List<Filter> asked = new ArrayList<>();
    FieldsRead read = new FieldsRead();
    boolean provesAll = true;
    for (Filter conjunct : filter.conjuncts()) {
      Predicate predicate = conjunct.predicate();
      if (proven.contains(predicate)) {
        continue;
      }
      if (isPlain(predicate) && fields.tellsAllOf(conjunct)) {
        asked.add(conjunct);
        conjunct.dependencies(read);
      } else {
        provesAll = false;
      }
    }
    // What is asked of a key reads no whole document.
    return asked.isEmpty()
        ? null
        : new KeyFilter(fields, asked, Objects.requireNonNull(read.paths()), provesAll);
  }

  /** Whether it may be asked twice, and of a value alone. */
  private static boolean isPlain(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Path _, Predicate.ElementValue _, Predicate.ElementObject _ -> true;
      case Predicate.Not not -> isPlain(not.branch());
      case Predicate.And and -> and.branches().stream().allMatch(KeyFilter::isPlain);
      case Predicate.Or or -> or.branches().stream().allMatch(KeyFilter::isPlain);
      case Predicate.Nor nor -> nor.branches().stream().allMatch(KeyFilter::isPlain);
      case Predicate.Near _, Predicate.Text _, Predicate.Opaque _ -> false;
    };
  }

  /** The filter as explain shows it. */
  BsonDocument describe() {
    return filters.size() == 1
        ? filters.getFirst().predicate().describe()
        : new Predicate.And(filters.stream().map(Filter::predicate).toList()).describe();
  }
}
