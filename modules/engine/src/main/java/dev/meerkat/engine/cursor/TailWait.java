package dev.meerkat.engine.cursor;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.CollectionLife;

/** Waits for what cursors that stay open at their end have not seen yet. Threads: safe. */
final class TailWait {
  /** How long an awaitData cursor waits where the client has not said. */
  private static final long DEFAULT_AWAIT_MILLIS = 1_000;

  private final Engine engine;

  TailWait(Engine engine) {
    this.engine = engine;
  }

  /** Waits until a tailable cursor has something to answer, or its time is up. */
  void await(Operation operation, OpenCursor cursor, long maxAwaitMillis) {
    long wait = maxAwaitMillis < 0 ? DEFAULT_AWAIT_MILLIS : maxAwaitMillis;
    long end = engine.ticker().nanos() + wait * 1_000_000;
    Resumption stream = cursor.resumption();
    if (stream != null) {
      await(cursor, stream, end);
      return;
    }
    while (true) {
      CollectionEntry entry = engine.catalog().find(cursor.namespace());
      if (entry == null) {
        return;
      }
      CollectionLife life = entry.life();
      long seen = life.inserts();
      if (cursor.hasNext()) {
        return;
      }
      cursor.execution().suspend();
      long left = end - engine.ticker().nanos();
      if (left <= 0) {
        return;
      }
      life.awaitInsert(seen, operation, left);
    }
  }

  private void await(OpenCursor cursor, Resumption stream, long end) {
    while (!cursor.hasNext() && !cursor.isExhausted()) {
      cursor.execution().suspend();
      long left = end - engine.ticker().nanos();
      if (left <= 0) {
        return;
      }
      stream.await(left);
    }
  }
}
