package dev.meerkat.engine.changestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What streams learn that wait. */
final class StreamWatchTest extends EngineFixture {
  private static final StreamScope SCOPE =
      new StreamScope(NS.database(), NS.collection(), false, false);
  private static final String FILLING = "x".repeat(100_000);

  @AfterEach
  void close() {
    closeEngine();
  }

  private Watcher.News news(long scanned) {
    try (StreamWatch watch =
            new StreamWatch(engine.oplog(), engine.clock(), time -> engine.turns().sync(time));
        Operation operation = begin()) {
      Watcher.News told = watch.await(SCOPE, scanned, operation, TimeUnit.SECONDS.toNanos(20));
      return told == null ? new Watcher.News(-1, -1, List.of()) : told;
    }
  }

  @Test
  void whoWaitsIsToldWhatConcernsHim() {
    insert("{_id: 1}");
    long scanned = engine.clock().lastCommitted().getValue();
    insert("{_id: 2}");
    Watcher.News news = news(scanned);
    assertEquals(1, news.entries().size());
    assertEquals(engine.clock().lastCommitted().getValue(), news.to());
  }

  /** What has not been read before it was removed is lost, and the stream must learn that. */
  @Test
  void whoWaitsForWhatHasBeenRemovedIsToLookForHimself() {
    insert("{_id: 1}");
    long scanned = engine.clock().lastCommitted().getValue();
    try (Operation operation = begin()) {
      engine.catalog().resizeOplog(operation, 1 << 20);
    }
    for (int i = 0; i < 30; i++) {
      insert("{_id: 'filling" + i + "', filling: '" + FILLING + "'}");
    }
    engine.tidy();
    assertNotEquals(0, Long.compareUnsigned(engine.oplog().oldest().getValue(), scanned));
    Watcher.News news = news(scanned);
    assertEquals(List.of(), news.entries());
    assertEquals(scanned, news.to());
  }
}
