package dev.meerkat.engine.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.StageTraits;
import dev.meerkat.values.Collation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks a view before it is made or changed. Threads: immutable. */
final class ViewDefinitions {
  private static final int MAX_DEPTH = 20;

  private final Engine engine;

  ViewDefinitions(Engine engine) {
    this.engine = engine;
  }

  void check(Namespace namespace, CollectionOptions options, CatalogSnapshot catalog) {
    Collation collation = options.parsedCollation();
    ParseOptions parse =
        new ParseOptions(namespace, collation.order(), options.collation(), false, List.of());
    engine.language().pipeline(options.pipeline(), parse, Set.of(StageTraits.Place.VIEW));
    checkChain(namespace, options, catalog);
    checkSources(namespace, options, catalog, new HashSet<>());
    if (ViewDepths.through(namespace, options, catalog) > MAX_DEPTH) {
      throw tooDeep();
    }
  }

  private static ServerException tooDeep() {
    return new ServerException(
        ErrorCode.VIEW_DEPTH_LIMIT_EXCEEDED,
        "View depth limit exceeded; maximum depth is " + MAX_DEPTH);
  }

  /** A view's stages may not read the view either, not even through other views. */
  private static void checkSources(
      Namespace namespace, CollectionOptions options, CatalogSnapshot catalog, Set<String> seen) {
    for (String name : ViewSources.of(options)) {
      Namespace source = new Namespace(namespace.database(), name);
      if (source.equals(namespace)) {
        throw new ServerException(
            ErrorCode.GRAPH_CONTAINS_CYCLE, "View cycle detected: " + namespace.fullName());
      }
      CollectionEntry entry = seen.add(name) ? catalog.find(source) : null;
      if (entry != null && entry.isView()) {
        checkSources(namespace, entry.options(), catalog, seen);
      }
    }
  }

  private static void checkChain(
      Namespace namespace, CollectionOptions options, CatalogSnapshot catalog) {
    Namespace next = new Namespace(namespace.database(), String.valueOf(options.viewOn()));
    for (int depth = 1; ; depth++) {
      if (next.equals(namespace)) {
        throw new ServerException(
            ErrorCode.GRAPH_CONTAINS_CYCLE,
            "View cycle detected: " + namespace.fullName() + " => " + next.fullName());
      }
      if (depth > MAX_DEPTH) {
        throw tooDeep();
      }
      CollectionEntry entry = catalog.find(next);
      if (entry == null || !entry.isView()) {
        return;
      }
      checkCollation(options, entry);
      next = new Namespace(next.database(), String.valueOf(entry.options().viewOn()));
    }
  }

  private static void checkCollation(CollectionOptions options, CollectionEntry source) {
    if (!options.parsedCollation().toBson().equals(source.options().parsedCollation().toBson())) {
      throw new ServerException(
          ErrorCode.OPTION_NOT_SUPPORTED_ON_VIEW,
          "View "
              + source.namespace().fullName()
              + " has a conflicting collation with the view that is made of it");
    }
  }
}
