package dev.meerkat.clients;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/**
 * A day of ordinary work through the Java driver. Ends with an exception at the first answer that
 * is not MongoDB's. Threads: confined to the main thread.
 */
public final class JavaClient {
  private final MongoClient client;
  private final MongoDatabase database;
  private final MongoCollection<Document> things;

  private JavaClient(MongoClient client) {
    this.client = client;
    this.database = client.getDatabase("clients_java");
    this.things = database.getCollection("things");
  }

  /** Takes the server's connection string. */
  public static void main(String[] arguments) {
    try (MongoClient client = MongoClients.create(arguments[0])) {
      JavaClient program = new JavaClient(client);
      program.database.drop();
      program.insertsAndFinds();
      program.indexes();
      program.updates();
      program.aggregates();
      program.errors();
      program.sessionsAndDeletes();
      program.database.drop();
    }
    System.out.println("java: ok");
  }

  private void insertsAndFinds() {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      documents.add(
          new Document("_id", i)
              .append("group", i % 10)
              .append("inner", new Document("n", (long) i))
              .append("list", List.of(i, i * 2)));
    }
    check(things.insertMany(documents).getInsertedIds().size(), 1000, "insertMany");
    check(things.countDocuments(), 1000L, "count");
    check(things.find(Filters.eq("_id", 7)).first(), documents.get(7), "find by id");
    check(things.find().batchSize(33).into(new ArrayList<>()), documents, "all documents");
    Document every =
        new Document("_id", new ObjectId())
            .append("decimal", Decimal128.parse("1.100"))
            .append("null", null)
            .append("text", "grüße");
    database.getCollection("types").insertOne(every);
    check(database.getCollection("types").find().first(), every, "values of several types");
  }

  private void indexes() {
    String name = things.createIndex(Indexes.ascending("group", "inner.n"));
    check(name, "group_1_inner.n_1", "createIndex");
    things.createIndex(Indexes.ascending("inner.n"), new IndexOptions().unique(true));
    List<Document> found =
        things
            .find(Filters.and(Filters.eq("group", 3), Filters.gte("inner.n", 900L)))
            .sort(Sorts.descending("inner.n"))
            .limit(2)
            .into(new ArrayList<>());
    check(found.stream().map(d -> d.getInteger("_id")).toList(), List.of(993, 983), "by index");
    check(things.countDocuments(Filters.in("group", 1, 2)), 200L, "count by index");
  }

  private void updates() {
    check(
        things
            .updateMany(Filters.eq("group", 4), Updates.inc("inner.n", 10_000L))
            .getModifiedCount(),
        100L,
        "updateMany");
    check(
        Objects.requireNonNull(
                things.findOneAndUpdate(
                    Filters.eq("_id", 5),
                    Updates.combine(Updates.push("list", 99), Updates.unset("inner")),
                    new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)))
            .get("list"),
        List.of(5, 10, 99),
        "findOneAndUpdate");
    check(
        Objects.requireNonNull(
                things
                    .updateOne(
                        Filters.eq("_id", "u"),
                        Updates.set("inner.n", -1L),
                        new UpdateOptions().upsert(true))
                    .getUpsertedId())
            .asString()
            .getValue(),
        "u",
        "upsert");
  }

  private void aggregates() {
    List<Document> groups =
        things
            .aggregate(
                List.of(
                    Aggregates.match(Filters.lt("group", 3)),
                    Aggregates.group("$group", Accumulators.avg("avg", "$inner.n")),
                    Aggregates.sort(Sorts.ascending("_id"))))
            .into(new ArrayList<>());
    check(groups.get(0), new Document("_id", 0).append("avg", 495.0), "group");
    check(groups.size(), 3, "groups");
  }

  private void errors() {
    try {
      things.insertMany(
          List.of(numbered("x", -10), numbered(1, -11), numbered("y", -12)),
          new InsertManyOptions().ordered(false));
      throw new IllegalStateException("java: a duplicate was accepted");
    } catch (MongoBulkWriteException e) {
      check(e.getWriteErrors().get(0).getCode(), 11000, "bulk duplicate");
      check(e.getWriteResult().getInsertedCount(), 2, "the others of the batch");
    }
    try {
      things.updateOne(Filters.eq("_id", 1), Updates.set("_id", 2));
      throw new IllegalStateException("java: _id was changed");
    } catch (MongoWriteException e) {
      check(e.getCode(), 66, "immutable _id");
    }
    try {
      database.runCommand(new Document("noSuchCommand", 1));
      throw new IllegalStateException("java: an unknown command succeeded");
    } catch (MongoCommandException e) {
      check(e.getErrorCode(), 59, "unknown command");
    }
  }

  private static Document numbered(Object id, long number) {
    return new Document("_id", id).append("inner", new Document("n", number));
  }

  private void sessionsAndDeletes() {
    try (ClientSession session = client.startSession()) {
      things.insertOne(session, numbered("s", -20));
      check(things.countDocuments(session, Filters.eq("_id", "s")), 1L, "session");
    }
    check(
        things
            .withWriteConcern(WriteConcern.MAJORITY.withJournal(true))
            .deleteMany(Filters.lt("group", 5))
            .getDeletedCount(),
        500L,
        "deleteMany");
    check(
        database.listCollectionNames().into(new ArrayList<>()).stream().sorted().toList(),
        List.of("things", "types"),
        "collections");
  }

  private static void check(Object actual, Object expected, String what) {
    if (!expected.equals(actual)) {
      throw new IllegalStateException(
          "java: " + what + ": expected " + expected + ", got " + actual);
    }
  }
}
