package dev.meerkat.engine.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.collection.BatchOutcome;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.command.SessionId;
import dev.meerkat.spi.storage.StorageOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions, their numbers and their records. */
final class SessionsTest extends EngineFixture {
  private static final UUID SESSION = new UUID(7, 7);

  @AfterEach
  void close() {
    closeEngine();
  }

  private List<BsonDocument> records() {
    try (Operation operation = begin(ReadConcern.NONE)) {
      return find(operation, FindRequest.of(SessionRecords.NAMESPACE, new BsonDocument())).stream()
          .filter(document -> document.getDocument("_id").getBinary("id").asUuid().equals(SESSION))
          .toList();
    }
  }

  @Test
  void sessionsAreRecordedEveryFiveMinutesAndForgottenWhenTheyEnd() {
    begin(SESSION, 1).close();
    engine.sessionRecords().refreshIfDue();
    assertNull(engine.catalog().find(SessionRecords.NAMESPACE));
    ticker.advance(299_000);
    begin(SESSION, 1).close();
    long used = ticker.wallMillis();
    ticker.advance(1_000);
    engine.sessionRecords().refreshIfDue();
    assertEquals(new BsonDateTime(used), records().getFirst().get("lastUse"));
    BsonDocument index =
        assertNotNullIndex(engine.catalog().find(SessionRecords.NAMESPACE), "lsidTTLIndex");
    assertEquals(new BsonInt32(1_800), index.get("expireAfterSeconds"));
    engine.sessions().end(List.of(new SessionId(SESSION)), "");
    engine.sessionRecords().refresh();
    assertEquals(List.of(), records());
  }

  private static BsonDocument assertNotNullIndex(@Nullable CollectionEntry entry, String name) {
    assertNotNull(entry);
    var index = entry.index(name);
    assertNotNull(index);
    return index.spec();
  }

  @Test
  void aTransactionsNumberIsNoneOfARetryableWrite() {
    begin(SESSION, 5, true, "find").close();
    ServerException refused = assertThrows(ServerException.class, () -> insertRetryably(5));
    assertEquals(72, refused.code().number());
    assertEquals(0, find("{}").size());
    insertRetryably(6);
    ServerException other =
        assertThrows(ServerException.class, () -> begin(SESSION, 6, false, "find"));
    assertEquals(251, other.code().number());
  }

  private void insertRetryably(long number) {
    try (Operation operation = begin(SESSION, number)) {
      BatchOutcome _ = engine.writes().insert(operation, insertRequest(false, "{_id: 1}"));
    }
  }

  @Test
  void aTimeHeardElsewhereIsReachedBeforeItIsReadAfter() {
    insert("{_id: 1}");
    BsonTimestamp before = engine.clock().lastCommitted();
    BsonTimestamp heard = new BsonTimestamp(before.getTime() + 5, 1);
    ServerException ahead = assertThrows(ServerException.class, () -> begin(after(heard)).close());
    assertEquals(72, ahead.code().number());
    engine.clock().advance(heard);
    assertEquals(before, engine.clock().lastCommitted());
    begin(after(heard)).close();
    assertTrue(engine.clock().lastCommitted().compareTo(heard) >= 0);
  }

  private static ReadConcern after(BsonTimestamp time) {
    return new ReadConcern(ReadConcern.Level.LOCAL, false, time.getValue(), 0);
  }

  @Test
  void aTimeTooFarAheadIsRefusedAsTheParameterSays() {
    BsonTimestamp heard = new BsonTimestamp((int) (ticker.wallMillis() / 1000) + 100, 1);
    engine
        .server()
        .parameters()
        .setAtStartup("maxAcceptableLogicalClockDriftSecs", new BsonInt32(99));
    ServerException far = assertThrows(ServerException.class, () -> engine.clock().advance(heard));
    assertEquals(205, far.code().number());
    engine
        .server()
        .parameters()
        .setAtStartup("maxAcceptableLogicalClockDriftSecs", new BsonInt32(100));
    engine.clock().advance(heard);
    assertEquals(heard, engine.clock().clusterTime());
  }

  @Test
  void sessionsEndWhenTheirTimeIsUpAndAreNotTooMany() {
    engine
        .server()
        .parameters()
        .setAtStartup("localLogicalSessionTimeoutMinutes", new BsonInt32(2));
    engine.server().parameters().setAtStartup("maxSessions", new BsonInt32(1));
    begin(SESSION, 1).close();
    ServerException many =
        assertThrows(ServerException.class, () -> begin(new UUID(8, 8), 1).close());
    assertEquals(261, many.code().number());
    ticker.advance(121_000);
    engine.sessions().endIdle();
    assertEquals(0, engine.sessions().all().size());
    begin(new UUID(8, 8), 1).close();
  }

  @Test
  void aConnectionDoesNotGoOnWithASessionThatHasEnded() {
    Session first = used(SESSION);
    assertSame(first, used(SESSION));
    engine.sessions().end(List.of(new SessionId(SESSION)), "");
    assertEquals(List.of(), engine.sessions().all());
    Session second = used(SESSION);
    assertNotSame(first, second);
    assertEquals(List.of(second), engine.sessions().all());
    ticker.advance(31 * 60_000L);
    engine.sessions().endIdle();
    assertEquals(List.of(), engine.sessions().all());
    assertNotSame(second, used(SESSION));
  }

  @Test
  void aConnectionHasTheSessionThatEachCommandNames() {
    UUID otherId = new UUID(8, 8);
    Session one = used(SESSION);
    Session other = used(otherId);
    assertNotSame(one, other);
    assertEquals(otherId, other.key().id());
    assertSame(one, used(SESSION));
  }

  @Test
  void aSessionIsOneUsersInOneEngine() {
    Session own = used(SESSION);
    assertTrue(own.is(engine.sessions(), new SessionId(SESSION), ""));
    assertFalse(own.is(engine.sessions(), new SessionId(SESSION), "ada@admin"));
    closeEngine();
    engine =
        open(new MemoryStorageProvider().open("memory", new StorageOptions(Path.of("."), ticker)));
    assertFalse(own.is(engine.sessions(), new SessionId(SESSION), ""));
    assertNotSame(own, used(SESSION));
  }

  /** The session of a command that one connection sends. */
  private Session used(UUID id) {
    try (Operation operation = begin(id, -1)) {
      Session session = operation.session();
      assertNotNull(session);
      return session;
    }
  }
}
