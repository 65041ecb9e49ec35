package dev.meerkat.fuzz.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Sends commands to the node and keeps the model in step with what it answers. Threads: confined to
 * one thread.
 */
final class Session {
  /** Codes by which a failure of the store shows. */
  private static final Set<Integer> STORE_CODES = Set.of(96, 112, 14031);

  private static final Set<Integer> CURSOR_ENDS = Set.of(43, 136, 175, 237);
  private static final long CURSOR_PATIENCE_MILLIS = 590_000;

  private final Disk disk;
  private final Trouble trouble;
  private final ManualTicker ticker;
  private final ReplayedSeeds seeds;
  private final Consumer<String> log;
  private final List<WatchedCursor> cursors = new ArrayList<>();
  private Model model = new Model();
  private boolean failed;

  Session(
      Disk disk, Trouble trouble, ManualTicker ticker, ReplayedSeeds seeds, Consumer<String> log) {
    this.disk = disk;
    this.trouble = trouble;
    this.ticker = ticker;
    this.seeds = seeds;
    this.log = log;
  }

  Model model() {
    return model;
  }

  List<WatchedCursor> cursors() {
    return cursors;
  }

  Client newClient() {
    Client client = new Client(seeds.newUuid());
    client.lastUseMillis = ticker.wallMillis();
    return client;
  }

  void renew(Client client) {
    client.renew(seeds.newUuid());
    client.lastUseMillis = ticker.wallMillis();
  }

  long nowMillis() {
    return ticker.wallMillis();
  }

  /** The next command meets a store that fails at its n-th call. */
  void arm(long n, Trouble.Kind kind) {
    log.accept("the store is " + kind + " at call " + n);
    trouble.failAt(n, kind);
  }

  /** The store does not fail any more, if it has not by now. */
  void disarm() {
    trouble.disarm();
  }

  private BsonDocument send(BsonDocument command) {
    BsonDocument reply;
    try {
      reply = disk.node().run(command);
    } finally {
      failed = trouble.disarm();
    }
    log.accept(command.toJson() + " → " + reply.toJson() + (failed ? " (after a failure)" : ""));
    requireSynced(command, reply);
    return reply;
  }

  /** Whoever waits for the disk is not answered before the disk has everything. */
  private void requireSynced(BsonDocument command, BsonDocument reply) {
    boolean waits =
        command.get("writeConcern") instanceof BsonDocument concern
            && (concern.get("w") instanceof BsonString
                || concern.getBoolean("j", BsonBoolean.FALSE).getValue());
    if (waits && isOk(reply) && hasWritten(reply) && disk.isDurable()) {
      Checks.require(
          trouble.unsyncedCommits() == 0,
          trouble.unsyncedCommits() + " commits are not synced, and acknowledged");
    }
  }

  /** Whether a reply tells of something that the command itself has changed, and of no failure. */
  private static boolean hasWritten(BsonDocument reply) {
    return reply.getNumber("n", new BsonInt32(0)).intValue() > 0
        && !reply.containsKey("retriedStmtIds")
        && !reply.containsKey("writeErrors");
  }

  /** Whether the last command has met no failure of the store. */
  boolean wasWhole() {
    return !failed;
  }

  private static boolean isOk(BsonDocument reply) {
    return reply.getNumber("ok").doubleValue() == 1;
  }

  /** Whether a reply may be due to the store's failure. */
  private boolean isBroken(BsonDocument reply) {
    return failed
        && (isOk(reply)
            ? !brokenStatements(reply).isEmpty()
            : STORE_CODES.contains(reply.getInt32("code").getValue()));
  }

  private static Set<Integer> brokenStatements(BsonDocument reply) {
    Set<Integer> broken = new HashSet<>();
    for (BsonValue each : reply.getArray("writeErrors", new BsonArray())) {
      BsonDocument error = each.asDocument();
      if (STORE_CODES.contains(error.getInt32("code").getValue())) {
        broken.add(error.getInt32("index").getValue());
      }
    }
    return broken;
  }

  /** Sends a write, or sends it again, and takes over what it has done. */
  void write(Write write, BsonDocument command) {
    Write.Result expected = write.run(model);
    BsonDocument reply = send(command);
    if (isBroken(reply)) {
      settle(write.runsBroken(model, brokenStatements(reply)), write);
      return;
    }
    Checks.require(isOk(reply), "refused: " + reply.toJson());
    requireFields(expected.reply(), reply);
    model = expected.model();
    write.done(expected.done());
    watch();
  }

  private void settle(List<Write.Result> candidates, Write write) {
    List<String> differences = new ArrayList<>();
    for (Write.Result candidate : candidates) {
      String difference = Checks.difference(disk.node(), candidate.model());
      if (difference == null) {
        model = candidate.model();
        write.done(candidate.done());
        watch();
        return;
      }
      differences.add(difference);
    }
    throw new AssertionError("torn by a failure: " + String.join("\n or ", differences));
  }

  /** Sends any other command that changes something as a whole or not at all. */
  void change(BsonDocument command, Model after, BsonDocument expected) {
    BsonDocument reply = send(command);
    if (isBroken(reply)) {
      String difference = Checks.difference(disk.node(), model);
      if (difference != null) {
        String other = Checks.difference(disk.node(), after);
        Checks.require(other == null, "torn by a failure: " + difference + "\n or " + other);
        model = after;
      }
    } else {
      requireFields(expected, reply);
      model = after;
    }
    watch();
  }

  /** Sends a command that only reads; its reply is judged where the store has not failed. */
  void read(BsonDocument command, Consumer<BsonDocument> judge) {
    BsonDocument reply = send(command);
    if (!isBroken(reply)) {
      Checks.require(isOk(reply), "refused: " + reply.toJson());
      judge.accept(reply);
    }
  }

  /** Opens a cursor and keeps it where it has more. */
  void open(BsonDocument command, int client, BsonDocument filter, Comparator<BsonDocument> order) {
    String name = command.getString("find").getValue();
    List<BsonDocument> atOpen = model.documents(name);
    read(
        command,
        reply -> {
          WatchedCursor cursor =
              new WatchedCursor(Checks.id(reply), client, name, filter, order, atOpen);
          cursor.lastUseMillis = ticker.wallMillis();
          cursor.take(documents(reply));
          if (cursor.id == 0) {
            cursor.end();
          } else {
            cursors.add(cursor);
          }
        });
  }

  void getMore(WatchedCursor cursor, int batchSize, Client client) {
    BsonDocument command =
        new BsonDocument("getMore", new BsonInt64(cursor.id))
            .append("collection", new BsonString(cursor.collection))
            .append("batchSize", new BsonInt32(batchSize))
            .append("lsid", client.lsid());
    BsonDocument reply = send(command);
    boolean mayEnd =
        cursor.disturbed
            || failed
            || ticker.wallMillis() - cursor.lastUseMillis > CURSOR_PATIENCE_MILLIS;
    if (!isOk(reply)) {
      Checks.require(
          mayEnd && (isBroken(reply) || CURSOR_ENDS.contains(reply.getInt32("code").getValue())),
          "the cursor has ended: " + reply.toJson());
      cursors.remove(cursor);
      return;
    }
    cursor.lastUseMillis = ticker.wallMillis();
    if (!cursor.disturbed) {
      cursor.take(documents(reply));
    }
    if (Checks.id(reply) == 0) {
      cursors.remove(cursor);
      if (!cursor.disturbed) {
        cursor.end();
      }
    }
  }

  void kill(WatchedCursor cursor) {
    BsonDocument command =
        new BsonDocument("killCursors", new BsonString(cursor.collection))
            .append("cursors", new BsonArray(List.of(new BsonInt64(cursor.id))));
    BsonDocument reply = send(command);
    boolean killed =
        isOk(reply) && reply.getArray("cursorsKilled").contains(new BsonInt64(cursor.id));
    Checks.require(
        killed
            || cursor.disturbed
            || ticker.wallMillis() - cursor.lastUseMillis > CURSOR_PATIENCE_MILLIS,
        "not killed: " + reply.toJson());
    cursors.remove(cursor);
  }

  private static List<BsonDocument> documents(BsonDocument reply) {
    return Checks.batch(reply).stream().map(BsonValue::asDocument).toList();
  }

  /** Moves the clock and does what goes on beside the clients; what is too old goes. */
  void passTime(long millis, Predicate<BsonDocument> isExpired) {
    log.accept("time passes");
    disk.node().tidy();
    ticker.advance(millis);
    disk.node().tidy();
    for (Model.Contents contents : model.collections.values()) {
      if (contents.indexes.containsKey("t_1")) {
        contents.records.values().removeIf(isExpired);
      }
    }
    watch();
  }

  /** The process ends and begins again. */
  void restart(boolean inOrder) {
    log.accept(inOrder ? "restart" : "crash");
    if (inOrder) {
      disk.restart();
    } else {
      disk.crash();
    }
    cursors.clear();
    if (!disk.isDurable()) {
      model = new Model();
    }
    String difference = Checks.difference(disk.node(), model);
    Checks.require(difference == null, "after the start: " + difference);
  }

  boolean isDurable() {
    return disk.isDurable();
  }

  /** Tells the cursors of a collection that something may have ended them. */
  void disturb(String collection) {
    cursors.stream()
        .filter(cursor -> cursor.collection.equals(collection))
        .forEach(cursor -> cursor.disturbed = true);
  }

  private void watch() {
    for (WatchedCursor cursor : cursors) {
      Model.Contents contents = model.collections.get(cursor.collection);
      if (contents == null) {
        cursor.disturbed = true;
      } else {
        cursor.look(contents);
      }
    }
  }

  static void requireFields(BsonDocument expected, BsonDocument reply) {
    expected.forEach(
        (name, value) ->
            Checks.require(
                isLike(value, reply.get(name, BsonNull.VALUE)),
                name + " is " + reply.get(name) + ", not " + value + ": " + reply.toJson()));
    if (!expected.containsKey("writeErrors")) {
      Checks.require(!reply.containsKey("writeErrors"), "errors: " + reply.toJson());
    }
  }

  /** Equal, where documents of a list need only have the fields expected. */
  private static boolean isLike(BsonValue expected, BsonValue found) {
    if (!(expected instanceof BsonArray list)) {
      return expected.equals(found) || isSameNumber(expected, found);
    }
    if (!(found instanceof BsonArray other) || other.size() != list.size()) {
      return false;
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof BsonDocument fields && other.get(i) instanceof BsonDocument all) {
        if (!fields.entrySet().stream().allMatch(e -> e.getValue().equals(all.get(e.getKey())))) {
          return false;
        }
      } else if (!list.get(i).equals(other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSameNumber(BsonValue expected, BsonValue found) {
    return expected.isNumber()
        && found.isNumber()
        && expected.asNumber().doubleValue() == found.asNumber().doubleValue();
  }
}
