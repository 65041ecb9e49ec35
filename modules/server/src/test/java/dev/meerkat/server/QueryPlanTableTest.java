package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/**
 * Pairs of a query and an index, after MongoDB's manual, on a thousand documents of known values:
 * what is examined is the least that the index allows, and {@code docs/query-plans.md} says so. To
 * write the page anew: {@code -Dplans.write=true}.
 */
@Timeout(300)
final class QueryPlanTableTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "query-plans.md");
  private static final int DOCUMENTS = 1_000;

  private static final String INTRODUCTION =
      """
      # Queries, indexes and what is examined

      A thousand documents, `{_id: i, a: i % 10, b: i % 100, c: i, score: 7 * i % 1000, …}`. Beside what explain tells of each query
      (`totalKeysExamined`, `totalDocsExamined`) stands the least that the index allows: keys that must be looked at to find the documents
      that match, and documents that must be read to answer or to be told apart. This page is written by `QueryPlanTableTest`, which fails where
      a plan changes: `mvn -pl modules/server -am test -Dtest=QueryPlanTableTest -Dplans.write=true`.

      | | query | indexes | plan | keys | least | documents | least |
      |---|---|---|---|---|---|---|---|
      """;

  private @Nullable RawClient client;

  /** What explain tells of a command. */
  private record Told(String plan, int keys, int docs) {}

  @Test
  void plansExamineWhatTheyMust() throws IOException {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    List<Executable> checks = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory());
        RawClient opened = new RawClient(server.port())) {
      client = opened;
      fill();
      for (BsonValue value : pairs()) {
        check(value.asDocument(), page, checks, notes);
      }
    }
    for (int i = 0; i < notes.size(); i++) {
      page.append('\n').append(i + 1).append(". ").append(notes.get(i)).append('\n');
    }
    if (Boolean.getBoolean("plans.write")) {
      Files.writeString(PAGE, page);
    }
    String written = Files.readString(PAGE);
    checks.add(() -> assertEquals(page.toString(), written, "docs/query-plans.md"));
    assertAll(checks);
  }

  private void check(
      BsonDocument pair, StringBuilder page, List<Executable> checks, List<String> notes)
      throws IOException {
    String command = pair.getString("command").getValue();
    String indexes = pair.getString("indexes").getValue();
    String what = pair.getString("what").getValue();
    index(indexes);
    Told told = told(command);
    int keys = pair.getInt32("keys").getValue();
    int docs = pair.getInt32("docs").getValue();
    BsonDocument ours = pair.getDocument("ours", new BsonDocument());
    Told wanted =
        new Told(
            pair.getString("plan").getValue(),
            ours.getInt32("keys", new BsonInt32(keys)).getValue(),
            ours.getInt32("docs", new BsonInt32(docs)).getValue());
    checks.add(() -> assertEquals(wanted, told, what + ": " + command + " by " + indexes));
    String note = "";
    if (pair.containsKey("why")) {
      notes.add(what + ": " + pair.getString("why").getValue() + ".");
      note = " (" + notes.size() + ")";
    }
    page.append("| ")
        .append(what)
        .append(note)
        .append(" | `")
        .append(command)
        .append("` | `")
        .append(indexes, 1, indexes.length() - 1)
        .append("` | ")
        .append(told.plan.replace("<", "←"))
        .append(" | ")
        .append(told.keys)
        .append(" | ")
        .append(keys)
        .append(" | ")
        .append(told.docs)
        .append(" | ")
        .append(docs)
        .append(" |\n");
  }

  private void index(String indexes) throws IOException {
    run("{dropIndexes: 'c', index: '*'}");
    int number = 0;
    for (BsonValue index : BsonArray.parse(indexes)) {
      BsonDocument spec = index.asDocument();
      spec.append("name", new BsonString("i" + number++));
      run("{createIndexes: 'c', indexes: [" + spec.toJson() + "]}");
    }
  }

  private Told told(String command) throws IOException {
    BsonDocument reply = run("{explain: " + command + ", verbosity: 'executionStats'}");
    BsonDocument plan =
        reply.isArray("stages")
            ? reply.getArray("stages").getFirst().asDocument().getDocument("$cursor")
            : reply;
    BsonDocument stats = plan.getDocument("executionStats");
    return new Told(
        stages(plan.getDocument("queryPlanner").getDocument("winningPlan")),
        stats.getInt32("totalKeysExamined").getValue(),
        stats.getInt32("totalDocsExamined").getValue());
  }

  private static String stages(BsonDocument plan) {
    String own = plan.getString("stage").getValue();
    if (plan.isDocument("inputStage")) {
      return own + " < " + stages(plan.getDocument("inputStage"));
    }
    if (plan.isArray("inputStages")) {
      List<String> inputs =
          plan.getArray("inputStages").stream().map(each -> stages(each.asDocument())).toList();
      return own + " < " + (inputs.size() == 1 ? inputs.getFirst() : inputs);
    }
    return own;
  }

  private static BsonArray pairs() {
    try (InputStream in = QueryPlanTableTest.class.getResourceAsStream("query-plans.json")) {
      return BsonArray.parse(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fill() throws IOException {
    run("{create: 'clustered', clusteredIndex: {key: {_id: 1}, unique: true}}");
    for (String collection : List.of("c", "clustered")) {
      StringBuilder documents = new StringBuilder();
      for (int i = 0; i < DOCUMENTS; i++) {
        documents.append(documents.isEmpty() ? "" : ", ").append(document(i));
      }
      run("{insert: '" + collection + "', documents: [" + documents + "]}");
    }
  }

  private static String document(int i) {
    String words = i % 20 == 0 ? "coffee shop" : i % 3 == 0 ? "tea house" : "water";
    return ("{_id: %d, a: %d, b: %d, c: %d, name: 'n%03d', tags: ['t%d', 'u%d'], items: [{sku: %d,"
            + " qty: %d}, {sku: %d, qty: %d}], marks: [%d, %d], score: %d, status: '%s', words:"
            + " '%s', loc: {type: 'Point', coordinates: [%.1f, %.1f]}, flat: [%d, %d]%s}")
        .formatted(
            i,
            i % 10,
            i % 100,
            i,
            i,
            i % 20,
            i % 7,
            i % 50,
            i % 9,
            (i + 1) % 50,
            (i + 3) % 9,
            i % 30,
            i % 40,
            i * 7 % 1000,
            i % 4 == 0 ? "A" : "D",
            words,
            i % 40 * 0.1,
            Math.floorDiv(i, 40) * 0.1,
            i % 40,
            i / 40,
            i % 10 == 0 ? ", opt: " + i : "");
  }

  private BsonDocument run(String command) throws IOException {
    BsonDocument reply =
        Objects.requireNonNull(client, "not connected")
            .run(command.substring(0, command.length() - 1) + ", $db: 'test'}");
    assertTrue(reply.getNumber("ok").intValue() == 1, () -> command + ": " + reply.toJson());
    return reply;
  }
}
