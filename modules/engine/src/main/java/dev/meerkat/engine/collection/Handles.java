package dev.meerkat.engine.collection;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.spi.CollectionCatalog;
import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The collections as stages and plugins see them. Threads: confined to one operation. */
public final class Handles implements CollectionCatalog {
  private final OperationContext context;

  public Handles(OperationContext context) {
    this.context = context;
  }

  @Override
  public @Nullable CollectionHandle find(Namespace namespace) {
    CollectionEntry entry = snapshot().find(namespace);
    return entry == null ? null : new Handle(context, entry);
  }

  @Override
  public List<String> databases() {
    return snapshot().databaseNames();
  }

  @Override
  public List<Namespace> collections(String database) {
    List<Namespace> namespaces = new ArrayList<>();
    for (CollectionEntry entry : snapshot().collections(database)) {
      namespaces.add(entry.namespace());
    }
    namespaces.sort(Comparator.comparing(Namespace::collection));
    return namespaces;
  }

  /** Of a running query the catalog that fits its snapshot; else the newest. */
  private CatalogSnapshot snapshot() {
    return context instanceof Execution execution
        ? execution.view().catalog()
        : Operation.of(context).collections();
  }
}
