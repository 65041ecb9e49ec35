package dev.meerkat.fuzz.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.fuzz.parsers.Campaign;
import dev.meerkat.fuzz.parsers.PlainOrder;
import dev.meerkat.fuzz.parsers.RandomMatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of updates whatever the document, asked for by commands. */
final class UpdateFuzz {
  private static final List<String> FIELDS = List.of("a", "b", "n.x", "z");

  private final RandomMatches[] values = new RandomMatches[1];
  private final Node[] nodes = new Node[1];

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  void updatesKeepTheirLaws(String backend, @TempDir Path folder) {
    try (Disk disk =
        new Disk(
            backend,
            folder.resolve("data"),
            new FaultTrouble(),
            new ManualTicker(),
            new ReplayedSeeds(new SplittableRandom(1)))) {
      nodes[0] = disk.node();
      Campaign.of(UpdateFuzz.class, 150).on(backend).run(this::check);
    }
  }

  private void check(SplittableRandom random) {
    values[0] = new RandomMatches(random);
    BsonDocument document = new BsonDocument("_id", Checks.ONE);
    document.putAll(values[0].document());
    document.append("n", BsonDocument.parse("{w: 1}"));
    document.append("list", numbers(random, 5));
    document.append("c", new BsonInt32(random.nextInt(100)));
    String field = values[0].pick(FIELDS);
    BsonValue value = value();
    settingTwiceIsSettingOnce(document, field, value);
    pipelinesSetAsOperators(document, field, value);
    incrementsAddUp(document, random.nextInt(1000), random.nextInt(1000));
    unsetIsGone(document, field);
    sets(document, new BsonInt32(random.nextInt(8)));
    pushes(document, random);
    leastAndGreatest(document, random.nextInt(100));
    upsertsMatch(field, value);
  }

  /** A value that may be set as it stands, in a pipeline too. */
  private BsonValue value() {
    BsonValue value = values[0].value(1);
    return value.isRegularExpression() || value.isDocument() ? new BsonInt32(7) : value;
  }

  private void settingTwiceIsSettingOnce(BsonDocument document, String field, BsonValue value) {
    put(document);
    update(operator("$set", field, value));
    BsonDocument once = get();
    assertEquals(0, update(operator("$set", field, value)), "set twice");
    Checks.require(Statement.isSame(once, get()), "set twice: " + once + " " + get());
    BsonDocument again = new BsonDocument(field, new BsonDocument("$eq", value));
    assertEquals(1, count(again), () -> again.toJson() + " on " + once.toJson());
  }

  private void pipelinesSetAsOperators(BsonDocument document, String field, BsonValue value) {
    put(document);
    update(operator("$set", field, value));
    BsonDocument expected = get();
    put(document);
    update(new BsonArray(List.of(operator("$set", field, new BsonDocument("$literal", value)))));
    Checks.require(
        Statement.isSame(expected, get()),
        "by pipeline " + get().toJson() + ", by operator " + expected.toJson());
  }

  private void incrementsAddUp(BsonDocument document, int first, int second) {
    put(document);
    update(operator("$inc", "c", new BsonInt32(first)));
    update(operator("$inc", "c", new BsonInt32(second)));
    BsonDocument twice = get();
    put(document);
    update(operator("$inc", "c", new BsonInt32(first + second)));
    Checks.require(Statement.isSame(twice, get()), "increments: " + twice + " " + get());
    int expected = document.getInt32("c").getValue() + first + second;
    assertEquals(new BsonInt32(expected), get().get("c"));
  }

  private void unsetIsGone(BsonDocument document, String field) {
    put(document);
    update(operator("$unset", field, new BsonString("")));
    assertEquals(0, count(new BsonDocument(field, new BsonDocument("$exists", BsonBoolean.TRUE))));
    assertEquals(0, update(operator("$unset", field, new BsonString(""))), "unset twice");
  }

  private void sets(BsonDocument document, BsonInt32 value) {
    put(document);
    List<BsonValue> expected = new ArrayList<>(document.getArray("list"));
    if (!expected.contains(value)) {
      expected.add(value);
    }
    update(operator("$addToSet", "list", value));
    assertEquals(expected, List.copyOf(get().getArray("list")));
    assertEquals(0, update(operator("$addToSet", "list", value)), "added twice");
    update(operator("$pull", "list", value));
    expected.removeIf(value::equals);
    assertEquals(expected, List.copyOf(get().getArray("list")));
  }

  private void pushes(BsonDocument document, SplittableRandom random) {
    put(document);
    List<BsonValue> expected = new ArrayList<>(document.getArray("list"));
    BsonArray more = numbers(random, 4);
    BsonDocument push = new BsonDocument("$each", more);
    if (random.nextBoolean()) {
      int position = random.nextInt(-6, 7);
      push.append("$position", new BsonInt32(position));
      int from = position < 0 ? expected.size() + position : position;
      expected.addAll(Math.clamp(from, 0, expected.size()), more);
    } else {
      expected.addAll(more);
    }
    if (random.nextBoolean()) {
      boolean descends = random.nextBoolean();
      push.append("$sort", new BsonInt32(descends ? -1 : 1));
      expected.sort(descends ? PlainOrder.SIMPLE.reversed() : PlainOrder.SIMPLE);
    }
    if (random.nextBoolean()) {
      int slice = random.nextInt(-6, 7);
      push.append("$slice", new BsonInt32(slice));
      int kept = Math.min(Math.abs(slice), expected.size());
      expected =
          slice >= 0
              ? expected.subList(0, kept)
              : expected.subList(expected.size() - kept, expected.size());
    }
    update(operator("$push", "list", push));
    assertEquals(expected, List.copyOf(get().getArray("list")), push::toJson);
  }

  private void leastAndGreatest(BsonDocument document, int bound) {
    int c = document.getInt32("c").getValue();
    put(document);
    update(operator("$min", "c", new BsonInt32(bound)));
    assertEquals(new BsonInt32(Math.min(c, bound)), get().get("c"));
    put(document);
    update(operator("$max", "c", new BsonInt32(bound)));
    assertEquals(new BsonInt32(Math.max(c, bound)), get().get("c"));
    put(document);
    update(operator("$mul", "c", new BsonInt32(bound)));
    assertEquals(new BsonInt32(c * bound), get().get("c"));
  }

  private void upsertsMatch(String field, BsonValue value) {
    run(BsonDocument.parse("{delete: 'c', deletes: [{q: {}, limit: 0}]}"));
    BsonDocument q =
        new BsonDocument(field, new BsonDocument("$eq", value)).append("k", Checks.ONE);
    BsonDocument statement =
        new BsonDocument("q", q)
            .append("u", operator("$set", "set", new BsonInt32(3)))
            .append("upsert", BsonBoolean.TRUE);
    BsonDocument command =
        new BsonDocument("update", new BsonString("c"))
            .append("updates", new BsonArray(List.of(statement)));
    run(command);
    assertEquals(1, count(q), () -> "after the upsert of " + q.toJson());
    run(command);
    assertEquals(1, count(new BsonDocument()), () -> "upserted twice: " + q.toJson());
  }

  private static BsonArray numbers(SplittableRandom random, int most) {
    BsonArray numbers = new BsonArray();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      numbers.add(new BsonInt32(random.nextInt(8)));
    }
    return numbers;
  }

  private static BsonDocument operator(String name, String field, BsonValue value) {
    return new BsonDocument(name, new BsonDocument(field, value));
  }

  private void put(BsonDocument document) {
    run(BsonDocument.parse("{delete: 'c', deletes: [{q: {}, limit: 0}]}"));
    run(
        new BsonDocument("insert", new BsonString("c"))
            .append("documents", new BsonArray(List.of(document))));
  }

  private BsonDocument get() {
    return Checks.all(nodes[0], Checks.find("c", new BsonDocument())).getFirst();
  }

  /** Updates the one document; answers how many were modified. */
  private int update(BsonValue u) {
    BsonDocument statement = new BsonDocument("q", new BsonDocument()).append("u", u);
    BsonDocument reply =
        run(
            new BsonDocument("update", new BsonString("c"))
                .append("updates", new BsonArray(List.of(statement))));
    return reply.getInt32("nModified").getValue();
  }

  private int count(BsonDocument q) {
    return run(new BsonDocument("count", new BsonString("c")).append("query", q))
        .getInt32("n")
        .getValue();
  }

  private BsonDocument run(BsonDocument command) {
    BsonDocument reply = nodes[0].run(command);
    Checks.require(
        reply.getNumber("ok").intValue() == 1 && !reply.containsKey("writeErrors"),
        command.toJson() + ": " + reply.toJson());
    return reply;
  }
}
