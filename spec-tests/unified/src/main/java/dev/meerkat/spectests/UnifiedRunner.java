package dev.meerkat.spectests;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.meerkat.spectests.operation.OperationRunner;
import dev.meerkat.spectests.unified.ClientUri;
import dev.meerkat.spectests.unified.Deployment;
import dev.meerkat.spectests.unified.EventMatcher;
import dev.meerkat.spectests.unified.NotRunnable;
import dev.meerkat.spectests.unified.TestContext;
import dev.meerkat.spectests.unified.TestFailure;
import dev.meerkat.spectests.unified.ValueMatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Runs MongoDB's unified tests against one server. Threads: confined to one thread; each test runs
 * on a thread of its own.
 *
 * @see <a
 *     href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md">Unified
 *     test format</a>
 */
public final class UnifiedRunner implements AutoCloseable {
  private static final long LIMIT_SECONDS = 15;
  private static final String OVER_LIMIT = "took more than " + LIMIT_SECONDS + " s";
  private static final int TIMING_RETRIES = 3;
  private static final List<String> FAIL_POINTS =
      List.of("failCommand", "failGetMoreAfterCursorCheckout", "onPrimaryTransactionalWrite");

  private final MongoClient internal;
  private final ServerFacts facts;
  private final Deployment deployment;
  private final boolean faults;
  private final ExecutorService executor =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("spec-test-", 0).factory());

  public UnifiedRunner(String connectionString) {
    this(connectionString, true);
  }

  /**
   * @param faults false to leave out every fail point: a test of faults that passes all the same
   *     proves nothing
   */
  public UnifiedRunner(String connectionString, boolean faults) {
    this.faults = faults;
    ConnectionString server = new ConnectionString(connectionString);
    internal =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(server)
                .writeConcern(WriteConcern.MAJORITY)
                .build());
    facts = ServerFacts.of(internal);
    BsonDocument hello =
        internal
            .getDatabase("admin")
            .runCommand(new BsonDocument("hello", new BsonInt32(1)), BsonDocument.class);
    deployment =
        new Deployment(
            asReplicaSet(server, hello),
            facts.topology(),
            hello.getNumber("maxWireVersion").intValue());
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

    /** Whether it sets limits of time, so that a busy machine may fail it. */
    boolean isSensitiveToTiming() {
      String text = test.toString() + file.getArray("createEntities", new BsonArray());
      return text.contains("timeoutMS") || text.contains("socketTimeoutMS");
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
    for (BsonDocument holder : List.of(test.file(), test.test())) {
      String unmet = facts.unmet(requirements(holder));
      if (unmet != null) {
        return new Outcome.NotRun(unmet);
      }
    }
    for (String outside : List.of("expectLogMessages", "expectTracingMessages")) {
      if (test.test().containsKey(outside)) {
        return new Outcome.NotRun(outside + " looks into the driver, not the server");
      }
    }
    Outcome outcome = runOnce(test);
    for (int retry = 1;
        retry <= TIMING_RETRIES && mayBeLate(outcome) && test.isSensitiveToTiming();
        retry++) {
      outcome = runOnce(test);
      if (outcome instanceof Outcome.Passed passed) {
        outcome = new Outcome.Passed(passed.emulated(), retry);
      }
    }
    return outcome;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    internal.close();
  }

  /** Tests of a replica set look at a topology that a direct connection does not show. */
  private static ConnectionString asReplicaSet(ConnectionString server, BsonDocument hello) {
    return hello.containsKey("setName")
        ? ClientUri.with(server, new BsonDocument("replicaSet", hello.getString("setName")), false)
        : server;
  }

  private static List<BsonValue> requirements(BsonDocument holder) {
    return holder.getArray("runOnRequirements", new BsonArray());
  }

  /** A test that takes all its time is not a test that a busy machine has disturbed. */
  private static boolean mayBeLate(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed && !failed.reason().equals(OVER_LIMIT);
  }

  private Outcome runOnce(UnifiedTest test) {
    TestContext context = new TestContext(deployment, internal, faults);
    Future<Outcome> running = executor.submit(() -> perform(test, context));
    Outcome outcome;
    try {
      outcome = running.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      running.cancel(true);
      outcome = new Outcome.Failed(OVER_LIMIT);
    } catch (ExecutionException e) {
      outcome = new Outcome.Failed(String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outcome = new Outcome.Failed("interrupted");
    }
    boolean isClean = context.cleanUp().isEmpty();
    context.entities().close();
    if (outcome instanceof Outcome.Failed || !isClean) {
      reset();
    }
    return outcome;
  }

  private Outcome perform(UnifiedTest test, TestContext context) throws InterruptedException {
    try {
      checkSchemaVersion(test.file());
      // A test before may have left a transaction open, which others would wait for.
      tryCommand(new BsonDocument("killAllSessions", new BsonArray()));
      writeInitialData(test.file().getArray("initialData", new BsonArray()));
      context.entities().create(test.file().getArray("createEntities", new BsonArray()));
      for (BsonValue operation : test.test().getArray("operations")) {
        OperationRunner.run(operation.asDocument(), context);
      }
      context
          .cleanUp()
          .ifPresent(
              failure -> {
                throw new TestFailure("a fail point could not be set off: " + failure);
              });
      ValueMatcher values = new ValueMatcher(context.entities());
      new EventMatcher(values).match(test.test().getArray("expectEvents", new BsonArray()));
      checkOutcome(test.test().getArray("outcome", new BsonArray()), values);
      return new Outcome.Passed(List.copyOf(context.emulated()), 0);
    } catch (NotRunnable e) {
      return new Outcome.NotRun(String.valueOf(e.getMessage()));
    } catch (TestFailure e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Outcome.Failed(e.toString());
    }
  }

  private static void checkSchemaVersion(BsonDocument file) {
    String version = file.getString("schemaVersion").getValue();
    if (!version.startsWith("1.")) {
      throw new TestFailure("there is no schema version " + version);
    }
  }

  private void writeInitialData(BsonArray collections) {
    for (BsonValue description : collections) {
      BsonDocument data = description.asDocument();
      var database = internal.getDatabase(data.getString("databaseName").getValue());
      String name = data.getString("collectionName").getValue();
      MongoCollection<BsonDocument> collection = database.getCollection(name, BsonDocument.class);
      collection.drop();
      List<BsonDocument> documents =
          data.getArray("documents").stream().map(BsonValue::asDocument).toList();
      if (documents.isEmpty() || data.containsKey("createOptions")) {
        BsonDocument create = new BsonDocument("create", new BsonString(name));
        create.putAll(data.getDocument("createOptions", new BsonDocument()));
        create.append("writeConcern", WriteConcern.MAJORITY.asDocument());
        database.runCommand(create);
      }
      if (!documents.isEmpty()) {
        collection.insertMany(documents);
      }
    }
  }

  private void checkOutcome(BsonArray outcomes, ValueMatcher values) {
    for (BsonValue outcome : outcomes) {
      BsonDocument expected = outcome.asDocument();
      String name = expected.getString("collectionName").getValue();
      BsonArray actual =
          internal
              .getDatabase(expected.getString("databaseName").getValue())
              .getCollection(name, BsonDocument.class)
              .withReadConcern(ReadConcern.LOCAL)
              .find()
              .sort(new BsonDocument("_id", new BsonInt32(1)))
              .into(new BsonArray());
      BsonArray documents = expected.getArray("documents");
      // Here nothing is left open: types of numbers count too, where the test says them itself.
      if (!documents.equals(actual)) {
        values.matchStored(documents, actual, "outcome of " + name);
        boolean written = documents.toString().contains("$$") || name.startsWith("fs.");
        if (!written) {
          throw new TestFailure(
              "outcome of " + name + ": expected " + documents + ", got " + actual);
        }
      }
    }
  }

  /** After a failure nothing of the test may reach the next one. */
  private void reset() {
    tryCommand(new BsonDocument("killAllSessions", new BsonArray()));
    for (String failPoint : FAIL_POINTS) {
      tryCommand(
          new BsonDocument("configureFailPoint", new BsonString(failPoint))
              .append("mode", new BsonString("off")));
    }
  }

  /** A server may lack the command, or end the session that carried it. */
  private boolean tryCommand(BsonDocument command) {
    try {
      internal.getDatabase("admin").runCommand(command);
      return true;
    } catch (MongoException e) {
      return false;
    }
  }
}
