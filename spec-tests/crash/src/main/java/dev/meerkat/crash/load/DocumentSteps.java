package dev.meerkat.crash.load;

import static dev.meerkat.crash.load.Documents.command;

import dev.meerkat.crash.load.Step.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonValue;

/** Writes to documents of one worker in a collection. Threads: confined to its worker. */
final class DocumentSteps {
  private static final long DUPLICATE_KEY = 11000;
  private static final BsonDocument COUNT_UP = Documents.of("v", 1L);

  private final State state;
  private final WorkerDocuments documents;
  private final Random random;

  DocumentSteps(State state, WorkerDocuments documents, Random random) {
    this.state = state;
    this.documents = documents;
    this.random = random;
  }

  /**
   * Some write; it changes nothing that another worker could see as its own.
   *
   * @param plain whether only inserts, updates and deletes will do
   */
  Step next(String namespace, boolean plain) {
    BsonDocument old = any(namespace);
    if (old == null) {
      return insertMany(namespace);
    }
    int most = state.documents(namespace).size() > 400 ? 30 : 24;
    return switch (random.nextInt(plain ? 14 : 0, plain ? most - 3 : most)) {
      case 0, 1 -> findAndUpdate(namespace, old, random.nextBoolean());
      case 2 -> findAndRemove(namespace, old);
      case 3, 4, 5 -> bulkWrite(namespace);
      case 6, 7 -> insertManyWithDuplicate(namespace, old);
      case 8, 9 -> updateSome(namespace, old);
      case 10, 11, 12 -> updateOne(namespace, old);
      case 13 -> duplicate(namespace, old);
      case 14, 15 -> insertOne(namespace);
      case 16 -> insertMany(namespace);
      case 17, 18 -> updateOne(namespace, old);
      case 19 -> replaceOne(namespace, old);
      case 20 -> upsert(namespace);
      case 21, 22 -> updateSome(namespace, old);
      case 23 -> deleteOne(namespace, old);
      default -> deleteSome(namespace, old);
    };
  }

  Step insertOne(String namespace) {
    BsonDocument fresh = documents.newDocument();
    return Step.one(
        command("insert", namespace, "documents", List.of(fresh)),
        Effect.put(namespace, fresh),
        Documents.of("n", 1L));
  }

  Step insertMany(String namespace) {
    List<BsonDocument> fresh = fresh(2 + random.nextInt(30));
    return new Step(
        command("insert", namespace, "documents", fresh),
        Order.ORDERED,
        fresh.stream().map(document -> Effect.put(namespace, document)).toList(),
        Documents.of("n", (long) fresh.size()));
  }

  private List<BsonDocument> fresh(int count) {
    List<BsonDocument> fresh = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fresh.add(documents.newDocument());
    }
    return fresh;
  }

  /** Unordered; one of them has an id that is taken, the others go in. */
  private Step insertManyWithDuplicate(String namespace, BsonDocument old) {
    List<BsonDocument> fresh = fresh(2 + random.nextInt(8));
    List<Effect> effects = fresh.stream().map(document -> Effect.put(namespace, document)).toList();
    int place = random.nextInt(fresh.size() + 1);
    BsonDocument taken = documents.newDocument().append("_id", old.get("_id"));
    fresh.add(place, taken);
    return new Step(
        command("insert", namespace, "documents", fresh, "ordered", false),
        Order.UNORDERED,
        effects,
        Documents.of("n", (long) effects.size(), "writeErrors", errors(place)));
  }

  /** An insert that must fail. */
  private Step duplicate(String namespace, BsonDocument old) {
    BsonDocument taken = documents.newDocument().append("_id", old.get("_id"));
    return new Step(
        command("insert", namespace, "documents", List.of(taken)),
        Order.ORDERED,
        List.of(),
        Documents.of("n", 0L, "writeErrors", errors(0)));
  }

  private static List<BsonDocument> errors(int place) {
    return List.of(Documents.of("index", (long) place, "code", DUPLICATE_KEY));
  }

  private Step updateOne(String namespace, BsonDocument old) {
    BsonDocument changed = changes();
    return Step.one(
        update(namespace, id(old), Documents.of("$inc", COUNT_UP, "$set", changed), false),
        Effect.put(namespace, WorkerDocuments.next(old, changed)),
        Documents.of("n", 1L, "nModified", 1L));
  }

  private Step replaceOne(String namespace, BsonDocument old) {
    BsonDocument replacement = documents.newDocument().append("_id", old.get("_id"));
    replacement.append("v", new BsonInt64(old.getInt64("v").getValue() + 1));
    return Step.one(
        update(namespace, id(old), replacement, false),
        Effect.put(namespace, replacement),
        Documents.of("n", 1L, "nModified", 1L));
  }

  private Step upsert(String namespace) {
    BsonDocument fresh = documents.newDocument();
    BsonDocument fields = fresh.clone();
    fields.remove("_id");
    BsonDocument one =
        Documents.of("q", id(fresh), "u", Documents.of("$set", fields), "upsert", true);
    BsonDocument upserted = Documents.of("index", 0, "_id", fresh.get("_id"));
    return Step.one(
        command("update", namespace, "updates", List.of(one)),
        Effect.put(namespace, fresh),
        Documents.of("n", 1L, "nModified", 0L, "upserted", List.of(upserted)));
  }

  /** All documents of a range of ids; each by itself is old or new. */
  private Step updateSome(String namespace, BsonDocument old) {
    List<BsonDocument> some = some(namespace, old);
    BsonDocument changed = Documents.of("k", documents.newK(), "tags", documents.newTags());
    return new Step(
        update(namespace, range(some), Documents.of("$inc", COUNT_UP, "$set", changed), true),
        Order.UNORDERED,
        some.stream()
            .map(one -> Effect.put(namespace, WorkerDocuments.next(one, changed)))
            .toList(),
        Documents.of("n", (long) some.size(), "nModified", (long) some.size()));
  }

  private Step deleteOne(String namespace, BsonDocument old) {
    return Step.one(
        command("delete", namespace, "deletes", List.of(Documents.of("q", id(old), "limit", 1))),
        Effect.remove(namespace, idOf(old)),
        Documents.of("n", 1L));
  }

  private Step deleteSome(String namespace, BsonDocument old) {
    List<BsonDocument> some = some(namespace, old);
    return new Step(
        command(
            "delete", namespace, "deletes", List.of(Documents.of("q", range(some), "limit", 0))),
        Order.UNORDERED,
        some.stream().map(one -> Effect.remove(namespace, idOf(one))).toList(),
        Documents.of("n", (long) some.size()));
  }

  private Step findAndUpdate(String namespace, BsonDocument old, boolean after) {
    BsonDocument changed = changes();
    BsonDocument next = WorkerDocuments.next(old, changed);
    BsonDocument update = Documents.of("$inc", COUNT_UP, "$set", changed);
    return Step.one(
        command("findAndModify", namespace, "query", id(old), "update", update, "new", after),
        Effect.put(namespace, next),
        Documents.of("value", after ? next : old));
  }

  private Step findAndRemove(String namespace, BsonDocument old) {
    return Step.one(
        command("findAndModify", namespace, "query", id(old), "remove", true),
        Effect.remove(namespace, idOf(old)),
        Documents.of("value", old));
  }

  /** Inserts, updates and deletes in one command, ordered. */
  private Step bulkWrite(String namespace) {
    List<BsonDocument> operations = new ArrayList<>();
    List<Effect> effects = new ArrayList<>();
    long inserted = 0;
    long modified = 0;
    long deleted = 0;
    for (BsonDocument old : some(namespace, any(namespace))) {
      int kind = random.nextInt(3);
      if (kind == 0) {
        BsonDocument fresh = documents.newDocument();
        operations.add(Documents.of("insert", 0, "document", fresh));
        effects.add(Effect.put(namespace, fresh));
        inserted++;
      } else if (kind == 1) {
        BsonDocument changed = changes();
        BsonDocument update = Documents.of("$inc", COUNT_UP, "$set", changed);
        operations.add(Documents.of("update", 0, "filter", id(old), "updateMods", update));
        effects.add(Effect.put(namespace, WorkerDocuments.next(old, changed)));
        modified++;
      } else {
        operations.add(Documents.of("delete", 0, "filter", id(old)));
        effects.add(Effect.remove(namespace, idOf(old)));
        deleted++;
      }
    }
    BsonDocument command =
        Documents.of(
            "bulkWrite",
            1,
            "ops",
            operations,
            "nsInfo",
            List.of(Documents.of("ns", namespace)),
            "$db",
            "admin");
    return new Step(
        command,
        Order.ORDERED,
        effects,
        Documents.of(
            "nErrors", 0L, "nInserted", inserted, "nModified", modified, "nDeleted", deleted));
  }

  /** New values for some fields, and always for the unique one. */
  private BsonDocument changes() {
    BsonDocument changed = Documents.of("u", documents.newNumber());
    if (random.nextBoolean()) {
      changed.append("tags", documents.newTags());
    }
    if (random.nextBoolean()) {
      changed.append("pad", documents.newPad());
    }
    return changed;
  }

  private static BsonDocument update(
      String namespace, BsonDocument filter, BsonDocument change, boolean multi) {
    return command(
        "update",
        namespace,
        "updates",
        List.of(Documents.of("q", filter, "u", change, "multi", multi)));
  }

  private static BsonDocument id(BsonDocument document) {
    return Documents.of("_id", document.get("_id"));
  }

  private static long idOf(BsonDocument document) {
    return document.getInt64("_id").getValue();
  }

  private static BsonDocument range(List<BsonDocument> some) {
    return Documents.of(
        "_id", Documents.of("$gte", idOf(some.getFirst()), "$lte", idOf(some.getLast())));
  }

  /** Up to a dozen documents that follow each other. */
  private List<BsonDocument> some(String namespace, BsonDocument first) {
    return state
        .documents(namespace)
        .tailMap(State.document(namespace, idOf(first)), true)
        .values()
        .stream()
        .limit(1 + random.nextInt(12))
        .map(BsonValue::asDocument)
        .toList();
  }

  /** A document of this worker, or null where it has none. */
  private BsonDocument any(String namespace) {
    var all = state.documents(namespace);
    if (all.isEmpty()) {
      return null;
    }
    long first = idOf(all.firstEntry().getValue().asDocument());
    long last = idOf(all.lastEntry().getValue().asDocument());
    Map.Entry<String, BsonValue> found =
        all.ceilingEntry(State.document(namespace, random.nextLong(first, last + 1)));
    return found.getValue().asDocument();
  }
}
