package dev.meerkat.fuzz.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.spi.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.bson.BsonDocument;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who waits for the disk waits for all that stands before, whether he changes anything or not. */
final class DurabilityTest {
  private static final List<String> COMMANDS =
      List.of(
          "{insert: 'c', documents: [{_id: 2}], writeConcern: {w: 1, j: true}}",
          "{insert: 'c', documents: [{_id: 1}], writeConcern: {w: 'majority'}}",
          "{update: 'c', updates: [{q: {_id: 9}, u: {$set: {a: 1}}}], writeConcern: {j: true}}",
          "{update: 'c', updates: [{q: {_id: 1}, u: {$set: {a: 1}}}], writeConcern: {j: true}}",
          "{update: 'c', updates: [{q: {b: 9}, u: {$set: {a: 1}}, multi: true}]}",
          "{delete: 'c', deletes: [{q: {_id: 9}, limit: 1}], writeConcern: {w: 'majority'}}",
          "{delete: 'c', deletes: [{q: {b: 9}, limit: 0}], writeConcern: {w: 'majority'}}",
          "{findAndModify: 'c', query: {b: 9}, update: {$set: {a: 1}}, writeConcern: {j: true}}",
          "{findAndModify: 'c', query: {b: 9}, remove: true, writeConcern: {w: 'majority'}}");

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "xodus"})
  void nothingIsLeftUnsyncedBehindAnAcknowledgement(String backend, @TempDir Path folder) {
    FaultTrouble trouble = new FaultTrouble();
    Seeds seeds = new ReplayedSeeds(new SplittableRandom(1));
    try (Disk disk =
        new Disk(backend, folder.resolve("data"), trouble, new ManualTicker(), seeds)) {
      for (String command : COMMANDS) {
        run(
            disk,
            "{update: 'c', updates: [{q: {_id: 1}, u: {$inc: {n: 1}}, upsert: true}],"
                + " writeConcern: {w: 1}}");
        run(disk, command);
        assertEquals(0, trouble.unsyncedCommits(), command);
      }
    }
  }

  private static void run(Disk disk, String command) {
    BsonDocument reply = disk.node().run(BsonDocument.parse(command));
    assertEquals(1, reply.getNumber("ok").intValue(), reply::toJson);
  }
}
