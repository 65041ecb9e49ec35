package dev.meerkat.engine.index;

import dev.meerkat.spi.index.Bounds;
import dev.meerkat.spi.index.IndexDefinition;
import dev.meerkat.spi.index.IndexView;
import dev.meerkat.spi.index.Interval;
import dev.meerkat.spi.query.Predicate;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A compound wildcard index as an ordered index of the fields before its wildcard, in which a
 * document may have any number of keys. Threads: immutable.
 */
record WildcardPrefixView(IndexDefinition definition, WildcardPattern pattern)
    implements IndexView {
  @Override
  public BsonDocument keyPattern() {
    return pattern.prefix();
  }

  @Override
  public @Nullable Bounds bounds(int component, Predicate predicate, boolean multikey) {
    return new BoundsBuilder(definition.order(), false, false, false).of(predicate);
  }

  @Override
  public @Nullable List<Interval> fixed(int component) {
    return component == pattern.position() ? List.of(Interval.ALL) : null;
  }

  @Override
  public boolean isRequired(int component) {
    return component == 0;
  }

  @Override
  public boolean isMultikey(int component) {
    return component == pattern.position();
  }

  @Override
  public boolean isSparse() {
    return true;
  }

  @Override
  public boolean keepsValueOrder(int component) {
    return component < pattern.position();
  }
}
