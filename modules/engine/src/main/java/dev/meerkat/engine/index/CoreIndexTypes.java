package dev.meerkat.engine.index;

import dev.meerkat.spi.index.IndexType;
import dev.meerkat.spi.index.IndexTypeProvider;
import java.util.Set;

/** The index types that Meerkat brings itself. Threads: immutable. */
public final class CoreIndexTypes implements IndexTypeProvider {
  @Override
  public Set<String> names() {
    return Set.of(BtreeIndexType.NAME, HashedIndexType.NAME, WildcardIndexType.NAME);
  }

  @Override
  public IndexType type(String name) {
    return switch (name) {
      case BtreeIndexType.NAME -> new BtreeIndexType();
      case HashedIndexType.NAME -> new HashedIndexType();
      case WildcardIndexType.NAME -> new WildcardIndexType();
      default -> throw new IllegalArgumentException("not an index type of this provider: " + name);
    };
  }
}
