package dev.meerkat.fuzz.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A driver that has not heard an answer asks again when the server is back: a write has happened
 * once, and what it came to is answered as before; a transaction is told what has become of it.
 */
final class RetriedAfterCrashTest {
  /** Each kind of retryable write; some statements of them change nothing, or are refused. */
  private static final List<String> WRITES =
      List.of(
          "{insert: 'c', documents: [{_id: 'i1'}, {_id: 'i2', a: [1, {b: 2}]}]}",
          "{insert: 'c', ordered: false, documents: [{_id: 'i3'}, {_id: 1}, {_id: 'i4'}]}",
          "{update: 'c', updates: [{q: {_id: 1}, u: {$inc: {n: 1}}}, {q: {_id: 2}, u: {n: 7}}]}",
          "{update: 'c', updates: [{q: {_id: 'up'}, u: {$inc: {n: 1}}, upsert: true}]}",
          "{update: 'c', updates: [{q: {_id: 1}, u: [{$set: {n: {$add: ['$n', 10]}}}]}]}",
          "{delete: 'c', deletes: [{q: {n: 3}, limit: 1}, {q: {_id: 'none'}, limit: 1}]}",
          "{findAndModify: 'c', query: {_id: 4}, update: {$inc: {n: 1}}}",
          "{findAndModify: 'c', query: {_id: 4}, update: {$inc: {n: 1}}, new: true}",
          "{findAndModify: 'c', query: {_id: 'f'}, update: {$inc: {n: 1}}, upsert: true, new:"
              + " true}",
          "{findAndModify: 'c', query: {n: {$gte: 5}}, sort: {n: 1}, remove: true}",
          "{bulkWrite: 1, nsInfo: [{ns: 'sim.c'}, {ns: 'sim.d'}], ops: ["
              + "{insert: 1, document: {_id: 'b1'}},"
              + "{update: 0, filter: {_id: 1}, updateMods: {$inc: {n: 1}}},"
              + "{update: 1, filter: {_id: 'b2'}, updateMods: {$inc: {n: 1}}, upsert: true},"
              + "{delete: 1, filter: {_id: 'b1'}}]}");

  private static void onDisk(String backend, Path folder, Consumer<Disk> work) {
    Seeds seeds = new ReplayedSeeds(new SplittableRandom(1));
    try (Disk disk =
        new Disk(backend, folder.resolve("data"), new FaultTrouble(), new ManualTicker(), seeds)) {
      work.accept(disk);
    }
  }

  private static BsonDocument run(Disk disk, BsonDocument command) {
    String database =
        command.getFirstKey().startsWith("bulk") || command.getFirstKey().endsWith("Transaction")
            ? "admin"
            : Node.DATABASE;
    return disk.node().run(database, command);
  }

  private static BsonDocument ok(Disk disk, BsonDocument command) {
    BsonDocument reply = run(disk, command);
    assertEquals(1, reply.getNumber("ok").intValue(), () -> command + " answers " + reply);
    return reply;
  }

  private static BsonDocument of(String session, long number, String command) {
    return BsonDocument.parse(command)
        .append(
            "lsid",
            BsonDocument.parse(
                "{id: {$binary: {base64: 'AAAAAAAAAAAAAAAAAAAA%s==', subType: '04'}}}"
                    .formatted(session)))
        .append("txnNumber", new BsonInt64(number));
  }

  private static List<BsonDocument> everything(Disk disk) {
    List<BsonDocument> all = new ArrayList<>();
    for (String name : List.of("c", "d")) {
      ok(disk, BsonDocument.parse("{find: '" + name + "', sort: {_id: 1}, batchSize: 1000}"))
          .getDocument("cursor")
          .getArray("firstBatch")
          .forEach(document -> all.add(document.asDocument()));
    }
    return all;
  }

  private static void fill(Disk disk) {
    BsonArray documents = new BsonArray();
    for (int i = 1; i <= 9; i++) {
      documents.add(BsonDocument.parse("{_id: " + i + ", n: " + i + "}"));
    }
    ok(disk, new BsonDocument("insert", new BsonString("c")).append("documents", documents));
  }

  /** What an answer says of the write itself. */
  private static BsonDocument outline(BsonDocument reply) {
    BsonDocument outline = reply.clone();
    outline.remove("retriedStmtIds");
    outline.remove("retriedStmtId");
    return outline;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "xodus"})
  void everyKindOfWriteHappensOnce(String backend, @TempDir Path folder) {
    onDisk(
        backend,
        folder,
        disk -> {
          fill(disk);
          for (int i = 0; i < WRITES.size(); i++) {
            BsonDocument write = of("AA", i + 1, WRITES.get(i));
            BsonDocument first = ok(disk, write.clone());
            List<BsonDocument> after = everything(disk);
            disk.crash();
            assertRepeated(disk, write, first, after);
            disk.restart();
            assertRepeated(disk, write, first, after);
          }
        });
  }

  private static void assertRepeated(
      Disk disk, BsonDocument write, BsonDocument first, List<BsonDocument> after) {
    assertEquals(after, everything(disk), write::toJson);
    BsonDocument again = ok(disk, write.clone());
    assertEquals(outline(first), outline(again), write::toJson);
    assertEquals(after, everything(disk), write::toJson);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "xodus"})
  void theStatementsThatWereNotDoneAreDone(String backend, @TempDir Path folder) {
    onDisk(
        backend,
        folder,
        disk -> {
          ok(disk, of("AA", 1, "{insert: 'c', documents: [{_id: 1}], stmtIds: [0]}"));
          disk.crash();
          BsonDocument reply =
              ok(disk, of("AA", 1, "{insert: 'c', documents: [{_id: 1}, {_id: 2}]}"));
          assertEquals(2, reply.getNumber("n").intValue());
          assertEquals(BsonArray.parse("[0]"), reply.getArray("retriedStmtIds"));
          assertEquals(2, everything(disk).size());
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "xodus"})
  void aCommitThatIsAskedForAgainIsAnsweredTruly(String backend, @TempDir Path folder) {
    onDisk(
        backend,
        folder,
        disk -> {
          fill(disk);
          for (String session : List.of("AA", "BA", "CA")) {
            ok(
                disk,
                inTransaction(session, "{insert: 'c', documents: [{_id: '" + session + "'}]}")
                    .append("startTransaction", BsonBoolean.TRUE));
          }
          ok(disk, inTransaction("AA", "{update: 'c', updates: [{q: {_id: 1}, u: {n: 0}}]}"));
          ok(disk, inTransaction("AA", "{commitTransaction: 1}"));
          ok(disk, inTransaction("BA", "{abortTransaction: 1}"));
          List<BsonDocument> after = everything(disk);
          assertEquals(10, after.size());
          disk.crash();
          for (int attempt = 0; attempt < 2; attempt++) {
            ok(disk, inTransaction("AA", "{commitTransaction: 1}"));
            assertRefused(disk, 251, inTransaction("BA", "{commitTransaction: 1}"));
            assertRefused(disk, 251, inTransaction("CA", "{commitTransaction: 1}"));
            assertRefused(
                disk, 256, inTransaction("AA", "{insert: 'c', documents: [{_id: 'late'}]}"));
            assertRefused(disk, 256, inTransaction("AA", "{abortTransaction: 1}"));
            assertEquals(after, everything(disk));
            disk.restart();
          }
        });
  }

  private static BsonDocument inTransaction(String session, String command) {
    return of(session, 1, command).append("autocommit", BsonBoolean.FALSE);
  }

  private static void assertRefused(Disk disk, int code, BsonDocument command) {
    BsonDocument reply = run(disk, command);
    assertEquals(0, reply.getNumber("ok").intValue(), () -> command + " answers " + reply);
    assertEquals(code, reply.getInt32("code").getValue(), () -> command + " answers " + reply);
  }
}
