package dev.meerkat.engine.index;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.PathKeys;
import org.jspecify.annotations.Nullable;

/** One ordered index ready for use. Threads: immutable. */
final class BtreeIndex implements CompiledIndex {
  private final FieldPath[] paths;
  private final IndexDefinition definition;
  private final boolean sparse;

  BtreeIndex(IndexDefinition definition) {
    this.definition = definition;
    this.sparse = definition.isSparse();
    this.paths =
        definition.keyPattern().keySet().stream().map(FieldPath::of).toArray(FieldPath[]::new);
  }

  @Override
  public void keys(DocumentView document, KeySink sink) {
    new PathKeys(paths, new BtreeKeys(paths, sparse, sink)).find(document);
  }

  @Override
  public @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey) {
    return new BoundsBuilder(definition.order(), multikey, sparse, isPositional(paths[component]))
        .of(predicate);
  }

  private static boolean isPositional(FieldPath path) {
    for (int i = 1; i < path.size(); i++) {
      if (path.arrayIndex(i) >= 0) {
        return true;
      }
    }
    return false;
  }
}
