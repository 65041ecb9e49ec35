package dev.meerkat.engine.index;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.CompiledIndex;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.KeySink;
import dev.meerkat.spi.query.Predicate;
import dev.meerkat.values.FieldPath;
import dev.meerkat.values.PathKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One ordered index ready for use. Threads: immutable. */
final class BtreeIndex implements CompiledIndex {
  private final FieldPath[] paths;

  /** Of each path its first component, its first two and so on: where arrays can stand. */
  private final List<List<String>> beginnings;

  private final IndexDefinition definition;
  private final boolean sparse;

  BtreeIndex(IndexDefinition definition) {
    this.definition = definition;
    this.sparse = definition.isSparse();
    this.paths =
        definition.keyPattern().keySet().stream().map(FieldPath::of).toArray(FieldPath[]::new);
    this.beginnings = Arrays.stream(paths).map(BtreeIndex::beginnings).toList();
  }

  private static List<String> beginnings(FieldPath path) {
    List<String> beginnings = new ArrayList<>(path.size());
    for (int size = 1; size <= path.size(); size++) {
      beginnings.add(path.prefix(size).dotted());
    }
    return List.copyOf(beginnings);
  }

  @Override
  public void keys(DocumentView document, KeySink sink) {
    BtreeKeys keys = new BtreeKeys(beginnings, sparse, sink);
    if (paths.length == 1 && paths[0].size() == 1) {
      int element = document.find(paths[0].bytes(0));
      byte type = element < 0 ? BsonBytes.END : document.array()[element];
      if (type != BsonBytes.ARRAY) {
        keys.key(type, document.array(), element);
        return;
      }
    }
    new PathKeys(paths, keys).find(document);
  }

  @Override
  public boolean mayRead(java.util.function.Predicate<String> touched) {
    for (FieldPath path : paths) {
      if (touched.test(path.component(0))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean mayKnow(Collection<String> known) {
    for (String path : known) {
      if (definition.keyPattern().containsKey(path)) {
        return true;
      }
    }
    return false;
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
