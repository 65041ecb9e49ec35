package dev.meerkat.engine;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.contract.AssertingStorage;
import dev.meerkat.contract.Installed;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.collection.BatchOutcome;
import dev.meerkat.engine.collection.CheckOptions;
import dev.meerkat.engine.collection.DeleteRequest;
import dev.meerkat.engine.collection.DeleteStatement;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.collection.InsertRequest;
import dev.meerkat.engine.collection.UpdateRequest;
import dev.meerkat.engine.collection.UpdateStatement;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.engine.index.BtreeIndexType;
import dev.meerkat.query.Language;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.command.CommonFields;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.command.SessionId;
import dev.meerkat.spi.command.WriteConcern;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.WindowFunctionProvider;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** An engine over a store in memory, with the commands' requests in short. Threads: one test. */
public abstract class EngineFixture {
  protected static final Namespace NS = new Namespace("test", "things");

  protected final ManualTicker ticker = new ManualTicker();
  protected Engine engine = open();

  /** A clock that stands still until a test moves it. */
  public static final class ManualTicker implements Ticker {
    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);

    @Override
    public long wallMillis() {
      return millis.get();
    }

    @Override
    public long nanos() {
      return millis.get() * 1_000_000;
    }

    public void advance(long more) {
      millis.addAndGet(more);
    }
  }

  private Engine open() {
    return open(
        new MemoryStorageProvider()
            .open("memory", new StorageOptions(Path.of("."), new ManualTicker())));
  }

  protected final Engine open(Storage storage) {
    return Engine.open(
        EngineOptions.defaults(),
        new AssertingStorage(storage),
        new Language(
            Installed.all(ExpressionProvider.class),
            Installed.all(FilterProvider.class),
            Installed.all(AccumulatorProvider.class),
            Installed.all(StageProvider.class),
            Installed.all(WindowFunctionProvider.class)),
        Map.of(BtreeIndexType.NAME, new BtreeIndexType()),
        ticker,
        new RandomSeeds(),
        new NoServer());
  }

  /** Every test class calls it after each test: the fixture's package is not open to JUnit. */
  protected final void closeEngine() {
    engine.close();
  }

  protected final Operation begin() {
    return engine.operations().beginInternal(NS.database(), "test");
  }

  /** Makes the collection, with options as {@code create} takes them. */
  protected final void createWith(String options) {
    try (Operation operation = begin()) {
      var _ = engine.catalog().create(operation, NS, CollectionOptions.parse(doc(options)), null);
    }
  }

  /** An operation of a session, with the number of a retryable write. */
  protected final Operation begin(UUID session, long txnNumber) {
    return begin(session, txnNumber, WriteConcern.NONE);
  }

  protected final Operation begin(UUID session, long txnNumber, WriteConcern writeConcern) {
    return begin(
        NS.database(), "test", session, txnNumber, true, false, ReadConcern.NONE, writeConcern);
  }

  /** A command of a transaction. */
  protected final Operation begin(UUID session, long txnNumber, boolean starts, String command) {
    String database = command.endsWith("Transaction") ? "admin" : NS.database();
    return begin(
        database, command, session, txnNumber, false, starts, ReadConcern.NONE, WriteConcern.NONE);
  }

  /** A command with a read concern. */
  protected final Operation begin(ReadConcern readConcern) {
    return begin(
        NS.database(), "test", new UUID(0, 1), -1, true, false, readConcern, WriteConcern.NONE);
  }

  private Operation begin(
      String database,
      String command,
      UUID session,
      long txnNumber,
      boolean autocommit,
      boolean starts,
      ReadConcern readConcern,
      WriteConcern writeConcern) {
    return engine
        .operations()
        .begin(
            ConnectionFacts.INTERNAL,
            database,
            command,
            DocumentView.EMPTY,
            new CommonFields(
                new SessionId(session),
                txnNumber,
                List.of(),
                autocommit,
                starts,
                readConcern,
                writeConcern,
                0,
                null,
                null,
                false,
                false,
                0,
                null),
            readConcern);
  }

  protected static BsonDocument doc(String json) {
    return BsonDocument.parse(json);
  }

  protected static InsertRequest insertRequest(boolean ordered, String... documents) {
    return new InsertRequest(
        NS,
        Arrays.stream(documents).map(json -> DocumentView.of(doc(json))).toList(),
        ordered,
        new int[0],
        null,
        false,
        false);
  }

  protected final BatchOutcome insert(String... documents) {
    try (Operation operation = begin()) {
      return insert(operation, documents);
    }
  }

  protected final BatchOutcome insert(Operation operation, String... documents) {
    return engine.writes().insert(operation, insertRequest(true, documents));
  }

  protected static UpdateRequest updateRequest(String q, String u, boolean multi, boolean upsert) {
    return new UpdateRequest(
        NS,
        List.of(new UpdateStatement(doc(q), doc(u), null, multi, upsert, null, null, null, null)),
        true,
        null,
        new int[0],
        null,
        false,
        false);
  }

  protected final BatchOutcome update(String q, String u, boolean multi, boolean upsert) {
    try (Operation operation = begin()) {
      return update(operation, q, u, multi, upsert);
    }
  }

  protected final BatchOutcome update(
      Operation operation, String q, String u, boolean multi, boolean upsert) {
    return engine.writes().update(operation, updateRequest(q, u, multi, upsert));
  }

  protected final BatchOutcome delete(String q, boolean one) {
    try (Operation operation = begin()) {
      return delete(operation, q, one);
    }
  }

  protected final BatchOutcome delete(Operation operation, String q, boolean one) {
    return engine
        .writes()
        .delete(
            operation,
            new DeleteRequest(
                NS,
                List.of(new DeleteStatement(doc(q), one, null, null)),
                true,
                null,
                new int[0],
                null));
  }

  protected final List<BsonDocument> find(String filter) {
    return find(FindRequest.of(NS, doc(filter)));
  }

  protected final List<BsonDocument> find(FindRequest request) {
    try (Operation operation = begin()) {
      return find(operation, request);
    }
  }

  protected final List<BsonDocument> find(Operation operation, FindRequest request) {
    List<BsonDocument> found = new ArrayList<>();
    try (OpenCursor cursor = engine.reads().find(operation, request)) {
      while (cursor.documents().advance()) {
        found.add(cursor.documents().current().toBson());
      }
    }
    return found;
  }

  protected final BsonDocument createIndex(String spec) {
    try (Operation operation = begin()) {
      var created = engine.indexes().create(operation, NS, List.of(doc(spec)));
      return new BsonDocument("before", new BsonInt32(created.before()))
          .append("after", new BsonInt32(created.after()));
    }
  }

  /** Fails unless the collection is what it should be. */
  protected final void checkConsistent() {
    try (Operation operation = begin()) {
      BsonDocument report = engine.statistics().validate(operation, NS, CheckOptions.NONE);
      if (!report.getBoolean("valid").getValue()) {
        throw new AssertionError(report.toJson());
      }
    }
  }
}
