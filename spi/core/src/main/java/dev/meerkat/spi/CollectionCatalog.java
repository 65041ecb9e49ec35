package dev.meerkat.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The collections and views that exist. What it answers is true at the moment of the call. Threads:
 * confined to one operation.
 */
public interface CollectionCatalog {
  /** A collection or view, or null where there is none of that name. */
  @Nullable CollectionHandle find(Namespace namespace);

  /** Names of the databases that hold at least one collection or view, sorted. */
  List<String> databases();

  /** The namespaces of a database's collections and views, sorted. */
  List<Namespace> collections(String database);
}
