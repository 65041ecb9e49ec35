package dev.meerkat.fuzz.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * An insert, update or delete command. It remembers which of its statements are done, so that it
 * can be sent again as drivers do. Threads: confined to one thread.
 */
final class Write {
  private final String name;
  private final String collection;
  private final List<? extends Statement> statements;
  private final boolean ordered;
  private Map<Integer, Statement.Outcome> done = new HashMap<>();

  Write(String name, String collection, List<? extends Statement> statements, boolean ordered) {
    this.name = name;
    this.collection = collection;
    this.statements = statements;
    this.ordered = ordered;
  }

  /** A state that a model may be in after the command, and what the command then has answered. */
  record Result(Model model, BsonDocument reply, Map<Integer, Statement.Outcome> done) {}

  BsonDocument command() {
    BsonArray list = new BsonArray();
    statements.forEach(statement -> list.add(statement.toBson()));
    String field =
        switch (name) {
          case "insert" -> "documents";
          case "update" -> "updates";
          default -> "deletes";
        };
    return new BsonDocument(name, new BsonString(collection))
        .append(field, list)
        .append("ordered", BsonBoolean.valueOf(ordered));
  }

  /** Whether the command may be a retryable write: none of its statements is for many documents. */
  boolean isRetryable() {
    return statements.stream()
        .noneMatch(
            statement ->
                statement instanceof Statement.Change change && change.multi()
                    || statement instanceof Statement.Removal removal && !removal.one());
  }

  /** What the command comes to where nothing fails. */
  Result run(Model before) {
    return run(before, statements.size(), Set.of());
  }

  /**
   * What it may have come to where the store failed on the way: an insert is whole or not, and the
   * others are done up to some statement.
   *
   * @param broken the statements that are answered as failed for that reason
   */
  List<Result> runsBroken(Model before, Set<Integer> broken) {
    List<Result> results = new ArrayList<>();
    if (!broken.isEmpty()) {
      results.add(run(before, statements.size(), broken));
    }
    for (int end = statements.size(); end >= 0; end--) {
      if (!name.equals("insert") || end == 0 || end == statements.size()) {
        results.add(run(before, end, Set.of()));
      }
    }
    return results;
  }

  void done(Map<Integer, Statement.Outcome> outcomes) {
    done = outcomes;
  }

  private Result run(Model before, int end, Set<Integer> broken) {
    Model model = before.copy();
    Map<Integer, Statement.Outcome> outcomes = new HashMap<>(done);
    int n = 0;
    int modified = 0;
    BsonArray upserted = new BsonArray();
    BsonArray errors = new BsonArray();
    for (int i = 0; i < end; i++) {
      if (broken.contains(i)) {
        if (ordered) {
          break;
        }
        continue;
      }
      Statement.Outcome outcome = outcomes.get(i);
      if (outcome == null) {
        outcome = statements.get(i).apply(model, collection);
      }
      if (outcome.code() != 0) {
        errors.add(
            new BsonDocument("index", new BsonInt32(i))
                .append("code", new BsonInt32(outcome.code())));
        if (ordered) {
          break;
        }
        continue;
      }
      if (outcome.n() > 0) {
        // What has found nothing has done nothing, and is done anew when it is sent again.
        outcomes.put(i, outcome);
      }
      n += outcome.n();
      modified += outcome.modified();
      if (outcome.upserted() != null) {
        upserted.add(new BsonDocument("index", new BsonInt32(i)).append("_id", outcome.upserted()));
      }
    }
    BsonDocument reply = new BsonDocument("n", new BsonInt32(n));
    if (name.equals("update")) {
      reply.append("nModified", new BsonInt32(modified));
    }
    if (!upserted.isEmpty()) {
      reply.append("upserted", upserted);
    }
    if (!errors.isEmpty()) {
      reply.append("writeErrors", errors);
    }
    return new Result(model, reply, outcomes);
  }
}
