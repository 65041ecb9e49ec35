package dev.meerkat.engine.index;

import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.query.Predicate;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** An index that is to every query what its key pattern says. Threads: safe. */
record WholeView(CollectionIndex index) implements IndexView {
  @Override
  public BsonDocument keyPattern() {
    return index.definition().keyPattern();
  }

  @Override
  public @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey) {
    return index.compiled().bounds(component, predicate, multikey);
  }

  @Override
  public boolean isMultikey(int component) {
    return index.multikey().hasComponent(component);
  }

  @Override
  public boolean isSparse() {
    return index.definition().isSparse();
  }

  @Override
  public boolean keepsValueOrder(int component) {
    return index.compiled().keepsValueOrder(component);
  }
}
