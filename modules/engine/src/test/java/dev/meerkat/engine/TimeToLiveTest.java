package dev.meerkat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TimeToLiveTest extends EngineFixture {
  @AfterEach
  void close() {
    closeEngine();
  }

  @Test
  void onlyDocumentsWhoseTimeIsUpAreRemoved() throws InterruptedException {
    long now = ticker.wallMillis();
    insert(
        "{_id: 1, at: {$date: " + (now - 3_700_000) + "}}",
        "{_id: 2, at: {$date: " + (now + 36_000_000) + "}}",
        "{_id: 3, at: 'never'}");
    createIndex("{key: {at: 1}, name: 'at_1', expireAfterSeconds: 3600}");
    for (int i = 0; i < 100 && find("{}").size() == 3; i++) {
      ticker.advance(61_000);
      Thread.sleep(100);
    }
    assertEquals(
        List.of(2, 3), find("{}").stream().map(d -> d.getInt32("_id").getValue()).toList());
    checkConsistent();
  }
}
