package dev.meerkat.spectests;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Runs MongoDB's unified tests against one server. Threads: confined to one thread.
 *
 * @see <a
 *     href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md">Unified
 *     test format</a>
 */
public final class UnifiedRunner implements AutoCloseable {
  private final ConnectionString server;
  private final MongoClient internal;
  private final ServerFacts facts;
  private final boolean faults;

  public UnifiedRunner(String connectionString) {
    this(connectionString, true);
  }

  /**
   * @param faults false to leave out every fail point: a test of faults that passes all the same
   *     proves nothing
   */
  public UnifiedRunner(String connectionString, boolean faults) {
    this.faults = faults;
    server = new ConnectionString(connectionString);
    internal =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(server)
                .writeConcern(WriteConcern.MAJORITY)
                .build());
    facts = ServerFacts.of(internal);
  }

  /**
   * One test of a file.
   *
   * @param file the whole file's content
   */
  public record UnifiedTest(BsonDocument file, BsonDocument test) {
    public String description() {
      return test.getString("description").getValue();
    }
  }

  /** The tests of a file, in order. */
  public static List<UnifiedTest> read(Path path) {
    BsonDocument file;
    try {
      file = BsonDocument.parse(Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<UnifiedTest> tests = new ArrayList<>();
    for (BsonValue test : file.getArray("tests")) {
      tests.add(new UnifiedTest(file, test.asDocument()));
    }
    return tests;
  }

  /** Runs a test from its initial data on and answers how it went. */
  public Outcome run(UnifiedTest test) {
    if (test.test().containsKey("skipReason")) {
      return new Outcome.NotRun("the test says: " + test.test().getString("skipReason").getValue());
    }
    if (!facts.meets(requirements(test.file())) || !facts.meets(requirements(test.test()))) {
      return new Outcome.NotRun("the server does not meet runOnRequirements");
    }
    try (Entities entities = new Entities(server)) {
      writeInitialData(test.file().getArray("initialData", new BsonArray()));
      entities.create(test.file().getArray("createEntities", new BsonArray()));
      for (BsonValue operation : test.test().getArray("operations")) {
        runOperation(operation.asDocument(), entities);
      }
      checkEvents(test.test().getArray("expectEvents", new BsonArray()), entities);
      checkOutcome(test.test().getArray("outcome", new BsonArray()), entities);
      return new Outcome.Passed();
    } catch (NotRunnable e) {
      return new Outcome.NotRun(String.valueOf(e.getMessage()));
    } catch (TestFailure e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Outcome.Failed(e.toString());
    } finally {
      endSessions();
    }
  }

  @Override
  public void close() {
    internal.close();
  }

  private static List<BsonValue> requirements(BsonDocument holder) {
    return holder.getArray("runOnRequirements", new BsonArray());
  }

  private void writeInitialData(BsonArray collections) {
    for (BsonValue description : collections) {
      BsonDocument data = description.asDocument();
      var database = internal.getDatabase(data.getString("databaseName").getValue());
      String name = data.getString("collectionName").getValue();
      MongoCollection<BsonDocument> collection = database.getCollection(name, BsonDocument.class);
      collection.drop();
      BsonDocument create = new BsonDocument("create", new BsonString(name));
      create.putAll(data.getDocument("createOptions", new BsonDocument()));
      database.runCommand(create);
      List<BsonDocument> documents =
          data.getArray("documents").stream().map(BsonValue::asDocument).toList();
      if (!documents.isEmpty()) {
        collection.insertMany(documents);
      }
    }
  }

  private void runOperation(BsonDocument operation, Entities entities) {
    String name = operation.getString("name").getValue();
    String object = operation.getString("object").getValue();
    if (object.equals("testRunner")) {
      if (!faults && name.equals("failPoint")) {
        return;
      }
      throw new NotRunnable("test runner operation " + name);
    }
    Arguments arguments = new Arguments(operation.getDocument("arguments", new BsonDocument()));
    ValueMatcher matcher = new ValueMatcher(entities);
    @Nullable BsonValue result;
    try {
      result = new Operations(entities).run(name, object, arguments);
    } catch (NotRunnable | TestFailure e) {
      throw e;
    } catch (RuntimeException e) {
      if (!operation.containsKey("expectError")) {
        if (operation.containsKey("ignoreResultAndError")) {
          return;
        }
        throw new TestFailure(name + " failed: " + e);
      }
      new ErrorMatcher(matcher).match(operation.getDocument("expectError"), e);
      return;
    }
    if (operation.containsKey("expectError")) {
      throw new TestFailure(name + " succeeded, but an error was expected");
    }
    matcher.match(operation.get("expectResult"), result, name);
    if (operation.containsKey("saveResultAsEntity") && result != null) {
      entities.put(operation.getString("saveResultAsEntity").getValue(), result);
    }
  }

  private static void checkEvents(BsonArray expectations, Entities entities) {
    for (BsonValue expectation : expectations) {
      BsonDocument of = expectation.asDocument();
      if (!of.getString("eventType", new BsonString("command")).getValue().equals("command")) {
        throw new NotRunnable("events of another type");
      }
      List<Object> actual = entities.events(of.getString("client").getValue()).recorded();
      BsonArray expected = of.getArray("events");
      boolean more =
          of.containsKey("ignoreExtraEvents") && of.getBoolean("ignoreExtraEvents").getValue();
      if (more ? actual.size() < expected.size() : actual.size() != expected.size()) {
        throw new TestFailure(
            "events: expected " + expected.size() + ", got " + actual.size() + ": " + actual);
      }
      for (int i = 0; i < expected.size(); i++) {
        checkEvent(expected.get(i).asDocument(), actual.get(i), new ValueMatcher(entities));
      }
    }
  }

  private static void checkEvent(BsonDocument expected, Object actual, ValueMatcher matcher) {
    String kind = expected.getFirstKey();
    BsonDocument conditions = expected.getDocument(kind);
    switch (actual) {
      case CommandStartedEvent event when kind.equals("commandStartedEvent") -> {
        matcher.match(conditions.get("command"), event.getCommand(), "command");
        matcher.match(
            conditions.get("commandName"), new BsonString(event.getCommandName()), "commandName");
        matcher.match(
            conditions.get("databaseName"),
            new BsonString(event.getDatabaseName()),
            "databaseName");
      }
      case CommandSucceededEvent event when kind.equals("commandSucceededEvent") -> {
        matcher.match(conditions.get("reply"), event.getResponse(), "reply");
        matcher.match(
            conditions.get("commandName"), new BsonString(event.getCommandName()), "commandName");
      }
      case CommandFailedEvent event when kind.equals("commandFailedEvent") ->
          matcher.match(
              conditions.get("commandName"), new BsonString(event.getCommandName()), "commandName");
      default ->
          throw new TestFailure("expected a " + kind + ", got " + actual.getClass().getName());
    }
  }

  private void checkOutcome(BsonArray outcomes, Entities entities) {
    for (BsonValue outcome : outcomes) {
      BsonDocument expected = outcome.asDocument();
      String name = expected.getString("collectionName").getValue();
      BsonArray actual =
          internal
              .getDatabase(expected.getString("databaseName").getValue())
              .getCollection(name, BsonDocument.class)
              .find()
              .sort(new BsonDocument("_id", new BsonInt32(1)))
              .into(new BsonArray());
      BsonArray documents = expected.getArray("documents");
      // Here nothing is left open: each document must be exactly the expected one.
      if (!sameDocuments(documents, actual)) {
        new ValueMatcher(entities).match(documents, actual, "outcome of " + name);
        throw new TestFailure("outcome of " + name + ": expected " + documents + ", got " + actual);
      }
    }
  }

  private static boolean sameDocuments(BsonArray expected, BsonArray actual) {
    return expected.equals(actual);
  }

  private void endSessions() {
    try {
      internal
          .getDatabase("admin")
          .runCommand(new BsonDocument("killAllSessions", new BsonArray()));
    } catch (MongoCommandException e) {
      if (e.getErrorCode() != 11601) {
        throw e;
      }
    }
  }
}
