package dev.meerkat.engine.collection;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.catalog.CollectionEntry;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Collections ready for use, made of their catalog entries when first asked for. Threads: safe. */
public final class StoredCollections {
  private final Engine engine;
  private final IdHints idHints;
  private final ConcurrentMap<UUID, StoredCollection> ready = new ConcurrentHashMap<>();

  public StoredCollections(Engine engine) {
    this.engine = engine;
    this.idHints = new IdHints(engine.options().recordCacheBytes());
  }

  /** Which records were found by their {@code _id}. */
  IdHints idHints() {
    return idHints;
  }

  /** The collection that an entry describes; never a view's. */
  @SuppressWarnings("ReferenceEquality") // an entry is replaced, never changed
  public StoredCollection of(CollectionEntry entry) {
    StoredCollection known = ready.get(entry.uuid());
    if (known != null && known.entry() == entry) {
      return known;
    }
    StoredCollection made = StoredCollection.of(engine, entry);
    ready.put(entry.uuid(), made);
    return made;
  }

  /** Says that a collection is no more. */
  public void forget(CollectionEntry entry) {
    ready.remove(entry.uuid());
  }
}
