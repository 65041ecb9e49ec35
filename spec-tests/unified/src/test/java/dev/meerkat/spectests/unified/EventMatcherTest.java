package dev.meerkat.spectests.unified;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.ConnectionString;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** How events are kept and held against what a test expects. */
final class EventMatcherTest {
  private final EventMatcher matcher =
      new EventMatcher(
          new ValueMatcher(
              new Entities(
                  new Deployment(new ConnectionString("mongodb://127.0.0.1/"), "single", 27))));

  @Test
  void commandsMatchAsRoots() {
    EventLog.Event event =
        event("commandStartedEvent", "{command: {ping: 1, lsid: {}}, commandName: 'ping'}");
    assertTrue(matches("{commandStartedEvent: {}}", event));
    assertTrue(matches("{commandStartedEvent: {command: {ping: 1}}}", event));
    assertTrue(matches("{commandStartedEvent: {command: {x: {$$exists: false}}}}", event));
    assertFalse(matches("{commandStartedEvent: {command: {ping: 2}}}", event));
    assertFalse(matches("{commandStartedEvent: {commandName: 'find'}}", event));
    assertFalse(matches("{commandStartedEvent: {databaseName: 'a'}}", event));
  }

  @Test
  void anotherKindDoesNotMatch() {
    assertFalse(matches("{commandFailedEvent: {}}", event("commandStartedEvent", "{}")));
  }

  @Test
  void whatTheDriverDoesNotTellIsNotTakenForEqual() {
    EventLog.Event event = event("poolClearedEvent", "{hasServiceId: false}");
    assertThrows(
        NotRunnable.class,
        () -> matches("{poolClearedEvent: {interruptInUseConnections: true}}", event));
    assertTrue(matches("{poolClearedEvent: {hasServiceId: false}}", event));
    assertFalse(matches("{poolClearedEvent: {hasServiceId: true}}", event));
  }

  @Test
  void everyKindHasItsType() {
    assertEquals("command", event("commandFailedEvent", "{}").type());
    assertEquals("cmap", event("poolReadyEvent", "{}").type());
    assertEquals("cmap", event("connectionClosedEvent", "{}").type());
    assertEquals("sdam", event("serverHeartbeatFailedEvent", "{}").type());
    assertEquals("sdam", event("topologyOpeningEvent", "{}").type());
  }

  @Test
  void onlyObservedEventsAreKeptButConnectionsAreCounted() {
    EventLog log = new EventLog(Set.of("poolReadyEvent"));
    log.add("connectionCheckedOutEvent", new BsonDocument());
    log.add("connectionCheckedOutEvent", new BsonDocument());
    log.add("connectionCheckedInEvent", new BsonDocument());
    log.add("poolReadyEvent", new BsonDocument());
    assertEquals(1, log.connectionsCheckedOut());
    assertEquals(List.of(event("poolReadyEvent", "{}")), log.events("cmap"));
  }

  @Test
  void eventsBeforeThePoolIsFilledAreForgotten() throws InterruptedException {
    EventLog log = new EventLog(Set.of("connectionReadyEvent", "commandStartedEvent"));
    log.pause();
    log.add("connectionReadyEvent", new BsonDocument());
    log.add("commandStartedEvent", new BsonDocument());
    assertFalse(log.resume(2, 1));
    assertTrue(log.resume(1, 1));
    log.add("connectionReadyEvent", new BsonDocument());
    assertEquals(1, log.events("cmap").size());
    assertEquals(1, log.events("command").size());
  }

  @Test
  void waitingEndsWithTheEventOrTheTime() throws InterruptedException {
    EventLog log = new EventLog(Set.of("poolReadyEvent"));
    assertFalse(log.await(event -> true, 1, 5));
    Thread later = new Thread(() -> log.add("poolReadyEvent", new BsonDocument()));
    later.start();
    assertTrue(log.await(event -> true, 1, 10_000));
    later.join();
  }

  private boolean matches(String expected, EventLog.Event event) {
    return matcher.matches(BsonDocument.parse(expected), event);
  }

  private static EventLog.Event event(String kind, String fields) {
    return new EventLog.Event(kind, BsonDocument.parse(fields));
  }
}
