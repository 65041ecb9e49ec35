package dev.meerkat.text;

import dev.meerkat.spi.index.IndexType;
import dev.meerkat.spi.index.IndexTypeProvider;
import java.util.Set;

/** Brings text indexes. Threads: immutable. */
public final class TextIndexTypes implements IndexTypeProvider {
  @Override
  public Set<String> names() {
    return Set.of(TextIndexType.NAME);
  }

  @Override
  public IndexType type(String name) {
    return switch (name) {
      case TextIndexType.NAME -> new TextIndexType();
      default -> throw new IllegalArgumentException("not an index type of this provider: " + name);
    };
  }
}
