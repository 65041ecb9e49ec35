package dev.meerkat.crash.load;

import static dev.meerkat.crash.load.Documents.command;

import dev.meerkat.crash.load.Step.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Collections and indexes that come and go: all of a database of its own, and one index of its own
 * on each shared collection. Threads: confined to its worker.
 */
final class CatalogSteps {
  private static final int COLLECTIONS = 4;
  private static final BsonDocument NOTHING = new BsonDocument();

  private final String database;
  private final String sharedIndex;
  private final State state;
  private final Random random;
  private final DocumentSteps documents;

  CatalogSteps(int worker, State state, DocumentSteps documents, Random random) {
    this.database = databaseOf(worker);
    this.sharedIndex = sharedIndexOf(worker);
    this.state = state;
    this.documents = documents;
    this.random = random;
  }

  static String databaseOf(int worker) {
    return "crash_w" + worker;
  }

  static String sharedIndexOf(int worker) {
    return "of_worker_" + worker;
  }

  Step next(String shared) {
    String own = database + ".c" + random.nextInt(COLLECTIONS);
    if (!state.has(State.collection(own))) {
      return random.nextBoolean() ? create(own) : createByInsert(own);
    }
    return switch (random.nextInt(16)) {
      case 0 -> drop(own);
      case 1, 2 -> rename(own, database + ".c" + random.nextInt(COLLECTIONS));
      case 3, 4, 5 -> indexes(own, random.nextBoolean() ? "u_1" : "k_1_tags_1");
      case 6, 7, 8 -> sharedIndex(shared);
      case 9 -> random.nextInt(4) == 0 ? dropDatabase() : documents.insertMany(own);
      case 10, 11 -> out(own, database + ".c" + random.nextInt(COLLECTIONS));
      case 12 -> merge(own, database + ".c" + random.nextInt(COLLECTIONS));
      default -> documents.next(own, false);
    };
  }

  private Step create(String own) {
    return Step.one(command("create", own), Effect.create(own), NOTHING);
  }

  /** The collection comes with its first document. */
  private Step createByInsert(String own) {
    Step insert = documents.insertMany(own);
    List<Effect> effects = new ArrayList<>(insert.effects());
    effects.addFirst(Effect.create(own));
    return new Step(insert.command(), Order.ORDERED, effects, insert.expected());
  }

  private Step drop(String own) {
    return Step.one(command("drop", own), Effect.drop(state, own), NOTHING);
  }

  private Step rename(String own, String other) {
    if (own.equals(other)) {
      return documents.insertMany(own);
    }
    return Step.one(
        Documents.of("renameCollection", own, "to", other, "dropTarget", true, "$db", "admin"),
        Effect.rename(state, own, other),
        NOTHING);
  }

  /** Documents take the place of all that another collection has, or it keeps what it had. */
  private Step out(String own, String other) {
    BsonDocument asked = asked();
    return Step.one(
        aggregate(own, asked, Documents.of("$out", Documents.split(other).getValue())),
        Effect.replace(state, other, found(own, asked)),
        NOTHING);
  }

  /** Documents go into another collection one by one. */
  private Step merge(String own, String other) {
    if (own.equals(other) || !state.has(State.collection(other))) {
      return out(own, other);
    }
    BsonDocument asked = asked();
    BsonDocument merge =
        Documents.of(
            "into",
            Documents.split(other).getValue(),
            "whenMatched",
            "replace",
            "whenNotMatched",
            "insert");
    return new Step(
        aggregate(own, asked, Documents.of("$merge", merge)),
        Order.UNORDERED,
        found(own, asked).stream().map(document -> Effect.put(other, document)).toList(),
        NOTHING);
  }

  /** What some documents have, perhaps many and perhaps none. */
  private BsonDocument asked() {
    return Documents.of("k", Documents.of("$gte", (long) random.nextInt(12)));
  }

  private List<BsonDocument> found(String own, BsonDocument asked) {
    long least = asked.getDocument("k").getInt64("$gte").getValue();
    return state.documents(own).values().stream()
        .map(BsonValue::asDocument)
        .filter(document -> document.getNumber("k").longValue() >= least)
        .toList();
  }

  private static BsonDocument aggregate(String own, BsonDocument asked, BsonDocument stage) {
    return command(
        "aggregate",
        own,
        "pipeline",
        List.of(Documents.of("$match", asked), stage),
        "cursor",
        new BsonDocument());
  }

  private Step indexes(String own, String name) {
    if (state.has(State.index(own, name))) {
      return dropIndex(own, name);
    }
    BsonDocument index =
        name.equals("u_1")
            ? Documents.of("key", Documents.of("u", 1), "name", name, "unique", true)
            : Documents.of("key", Documents.of("k", 1, "tags", 1), "name", name);
    return createIndex(own, name, index);
  }

  private Step sharedIndex(String shared) {
    if (state.has(State.index(shared, sharedIndex))) {
      return dropIndex(shared, sharedIndex);
    }
    BsonDocument key = Documents.of("v", -1, sharedIndex, 1, "k", 1);
    return createIndex(shared, sharedIndex, Documents.of("key", key, "name", sharedIndex));
  }

  private static Step createIndex(String namespace, String name, BsonDocument index) {
    return Step.one(
        command("createIndexes", namespace, "indexes", List.of(index)),
        Effect.addIndex(namespace, name),
        NOTHING);
  }

  private static Step dropIndex(String namespace, String name) {
    return Step.one(
        command("dropIndexes", namespace, "index", name),
        Effect.dropIndex(namespace, name),
        NOTHING);
  }

  private Step dropDatabase() {
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < COLLECTIONS; i++) {
      String own = database + ".c" + i;
      if (state.has(State.collection(own))) {
        effects.add(Effect.drop(state, own));
      }
    }
    BsonDocument command = Documents.of("dropDatabase", 1).append("$db", new BsonString(database));
    return new Step(command, Order.UNORDERED, effects, NOTHING);
  }
}
