package dev.meerkat.engine.catalog;

import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All collections and views at one moment. Threads: immutable.
 *
 * @param version grows with each change
 * @param databases by name; none is empty
 */
public record CatalogSnapshot(long version, Map<String, Map<String, CollectionEntry>> databases) {
  static final CatalogSnapshot EMPTY = new CatalogSnapshot(0, Map.of());

  public @Nullable CollectionEntry find(Namespace namespace) {
    Map<String, CollectionEntry> database = databases.get(namespace.database());
    return database == null ? null : database.get(namespace.collection());
  }

  /** The collection of that UUID in a database, or null. */
  public @Nullable CollectionEntry find(String database, UUID uuid) {
    for (CollectionEntry entry : collections(database)) {
      if (entry.uuid().equals(uuid)) {
        return entry;
      }
    }
    return null;
  }

  /** What holds the buckets of the time-series collection of that name; else null. */
  public @Nullable CollectionEntry bucketsOf(Namespace namespace) {
    CollectionEntry view = find(namespace);
    if (view == null || !view.isView()) {
      return null;
    }
    Namespace buckets = TimeseriesOptions.buckets(namespace);
    CollectionEntry entry = find(buckets);
    return entry != null
            && buckets.collection().equals(view.options().viewOn())
            && entry.options().isTimeseries()
        ? entry
        : null;
  }

  /** Collections and views of a database, in no order. */
  public Collection<CollectionEntry> collections(String database) {
    Map<String, CollectionEntry> collections = databases.get(database);
    return collections == null ? List.of() : collections.values();
  }

  /** The names of the databases, sorted. */
  public List<String> databaseNames() {
    return new ArrayList<>(new TreeSet<>(databases.keySet()));
  }

  /** A database whose name differs from this one in case only, or null. */
  @Nullable String clash(String database) {
    if (databases.containsKey(database)) {
      return null;
    }
    String folded = database.toLowerCase(Locale.ROOT);
    for (String other : databases.keySet()) {
      if (other.toLowerCase(Locale.ROOT).equals(folded)) {
        return other;
      }
    }
    return null;
  }

  /** This catalog with an entry added, or put in the place of the one of its name. */
  CatalogSnapshot with(CollectionEntry entry) {
    Namespace namespace = entry.namespace();
    Map<String, CollectionEntry> collections =
        new HashMap<>(databases.getOrDefault(namespace.database(), Map.of()));
    collections.put(namespace.collection(), entry);
    return next(namespace.database(), collections);
  }

  /** This catalog without an entry. */
  CatalogSnapshot without(Namespace namespace) {
    Map<String, CollectionEntry> collections =
        new HashMap<>(databases.getOrDefault(namespace.database(), Map.of()));
    collections.remove(namespace.collection());
    return next(namespace.database(), collections);
  }

  private CatalogSnapshot next(String database, Map<String, CollectionEntry> collections) {
    Map<String, Map<String, CollectionEntry>> all = new HashMap<>(databases);
    if (collections.isEmpty()) {
      all.remove(database);
    } else {
      all.put(database, collections);
    }
    return new CatalogSnapshot(version + 1, all);
  }
}
