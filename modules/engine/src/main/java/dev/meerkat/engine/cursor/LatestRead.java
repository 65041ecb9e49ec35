package dev.meerkat.engine.cursor;

import dev.meerkat.engine.Engine;

/** Reading at the newest commit, each batch anew. Threads: immutable. */
public record LatestRead(Engine engine) implements ReadPoint {
  @Override
  public ReadView open() {
    return ReadView.open(engine.turns()::catalog, engine.storage());
  }
}
