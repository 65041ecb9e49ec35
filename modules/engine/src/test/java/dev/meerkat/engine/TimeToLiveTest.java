package dev.meerkat.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.engine.catalog.CollectionOptions;
import java.util.List;
import org.bson.BsonInt32;
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

  /** Less than a minute passes, which is how long it sleeps otherwise. */
  @Test
  void aSleepThatIsMadeShorterEnds() throws InterruptedException {
    createIndex("{key: {at: 1}, name: 'at_1', expireAfterSeconds: 1}");
    Thread.sleep(1_500);
    insert("{_id: 1, at: {$date: " + (ticker.wallMillis() - 3_700_000) + "}}");
    var _ = engine.server().parameters().set("ttlMonitorSleepSecs", new BsonInt32(1));
    for (int i = 0; i < 50 && !find("{}").isEmpty(); i++) {
      ticker.advance(1_100);
      Thread.sleep(100);
    }
    assertEquals(List.of(), find("{}"));
  }

  @Test
  void whatAPartialIndexLeavesOutStays() throws InterruptedException {
    long past = ticker.wallMillis() - 3_700_000;
    insert(
        "{_id: 1, at: {$date: " + past + "}, keep: false}",
        "{_id: 2, at: {$date: " + past + "}, keep: true}");
    createIndex(
        "{key: {at: 1}, name: 'at_1', expireAfterSeconds: 3600,"
            + " partialFilterExpression: {keep: false}}");
    for (int i = 0; i < 100 && find("{}").size() == 2; i++) {
      ticker.advance(61_000);
      Thread.sleep(100);
    }
    assertEquals(List.of(2), find("{}").stream().map(d -> d.getInt32("_id").getValue()).toList());
  }

  @Test
  void bucketsGoWithTheLastOfTheirMeasurements() throws InterruptedException {
    try (Operation operation = begin()) {
      var _ =
          engine
              .catalog()
              .create(
                  operation,
                  NS,
                  CollectionOptions.parse(
                      doc("{timeseries: {timeField: 't'}, expireAfterSeconds: 3600}")),
                  null);
    }
    long now = ticker.wallMillis();
    insert(
        "{v: 1, t: {$date: " + (now - 9_000_000) + "}}",
        "{v: 2, t: {$date: " + (now - 3_650_000) + "}}",
        "{v: 3, t: {$date: " + (now + 360_000_000) + "}}",
        "{v: 4, t: {$date: -9000000}}");
    for (int i = 0; i < 100 && find("{}").size() > 1; i++) {
      ticker.advance(61_000);
      Thread.sleep(100);
    }
    assertEquals(List.of(3), find("{}").stream().map(d -> d.getInt32("v").getValue()).toList());
  }
}
