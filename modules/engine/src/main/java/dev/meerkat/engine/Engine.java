package dev.meerkat.engine;

import dev.meerkat.engine.cache.CachedStorage;
import dev.meerkat.engine.catalog.Catalog;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.Indexes;
import dev.meerkat.engine.catalog.Statistics;
import dev.meerkat.engine.catalog.TemporaryCollections;
import dev.meerkat.engine.changestream.StreamWatch;
import dev.meerkat.engine.collection.Handles;
import dev.meerkat.engine.collection.Reads;
import dev.meerkat.engine.collection.StoredCollections;
import dev.meerkat.engine.collection.Writes;
import dev.meerkat.engine.cursor.CursorRegistry;
import dev.meerkat.engine.cursor.LatestRead;
import dev.meerkat.engine.cursor.ReadPoint;
import dev.meerkat.engine.diagnostic.Profiler;
import dev.meerkat.engine.diagnostic.Top;
import dev.meerkat.engine.failpoint.FailPoints;
import dev.meerkat.engine.history.History;
import dev.meerkat.engine.history.VersionedStorage;
import dev.meerkat.engine.index.StoredIndexTypes;
import dev.meerkat.engine.oplog.Oplog;
import dev.meerkat.engine.parameter.ClusterParameters;
import dev.meerkat.engine.parameter.FeatureCompatibility;
import dev.meerkat.engine.parameter.UserWriteBlock;
import dev.meerkat.engine.querysettings.QuerySettings;
import dev.meerkat.engine.session.SessionKey;
import dev.meerkat.engine.session.SessionRecords;
import dev.meerkat.engine.session.Sessions;
import dev.meerkat.engine.spill.MemoryLimits;
import dev.meerkat.engine.spill.SpillFolder;
import dev.meerkat.engine.transaction.TransactionCounts;
import dev.meerkat.engine.transaction.TransactionWatch;
import dev.meerkat.query.Language;
import dev.meerkat.spi.CollectionCatalog;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.Spills;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.index.IndexType;
import dev.meerkat.spi.storage.Durability;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageException;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** A database environment that is open: everything below the commands. Threads: safe. */
public final class Engine implements AutoCloseable {
  private final EngineOptions options;
  private final Storage storage;
  private final Spills spills;
  private final Language language;
  private final Map<String, IndexType> indexTypes;
  private final Ticker ticker;
  private final Seeds seeds;
  private final ServerControl server;
  private final LogicalClock clock;
  private final History history = new History();
  private final Turns turns;
  private final Pins pins;
  private final Oplog oplog;
  private final Leadership leadership;
  private final ReplicaSetConfig replicaSetConfig;
  private final StreamWatch streamWatch;
  private final ReadGate readGate;
  private final ConcernDefaults concernDefaults;
  private final SnapshotReads snapshotReads;
  private final TransactionWatch transactionWatch;
  private final TransactionCounts transactionCounts = new TransactionCounts();
  private final LatestRead latest = new LatestRead(this);
  private final Operations operations = new Operations(this);
  private final FailPoints failPoints;
  private final ClusterParameters clusterParameters = new ClusterParameters();
  private final FeatureCompatibility featureCompatibility = new FeatureCompatibility();
  private final UserWriteBlock userWriteBlock = new UserWriteBlock();
  private final QuerySettings querySettings = new QuerySettings();
  private final AutoCompact autoCompact = new AutoCompact(this);
  private final Top top = new Top();
  private final Profiler profiler = new Profiler(this);
  private final Sessions sessions;
  private final SessionRecords sessionRecords;
  private final CursorRegistry cursors;
  private final Catalog catalog;
  private final Indexes indexes;
  private final Statistics statistics;
  private final StoredCollections collections;
  private final Reads reads;
  private final Writes writes;
  private final Housekeeping housekeeping;

  private Engine(
      EngineOptions options,
      Storage storage,
      Language language,
      Map<String, IndexType> indexTypes,
      Ticker ticker,
      Seeds seeds,
      ServerControl server) {
    this.options = options;
    this.storage =
        new VersionedStorage(CachedStorage.over(storage, options.recordCacheBytes()), history);
    this.spills = SpillFolder.open(options.folder(), new MemoryLimits(server.parameters()));
    this.language = language;
    this.indexTypes = Map.copyOf(indexTypes);
    this.ticker = ticker;
    this.seeds = seeds;
    this.server = server;
    this.failPoints = new FailPoints(seeds);
    Startup startup =
        Startup.run(
            this.storage,
            new OplogTables(options.isReplicaSet(), options.oplog().sizeMegabytes(), seeds));
    StoredIndexTypes.require(startup.catalog(), indexTypes.keySet());
    this.clock = LogicalClock.of(ticker, startup.clockLimit(), server.parameters());
    this.oplog =
        new Oplog(
            this.storage,
            ticker,
            options.isReplicaSet(),
            options.oplog().minRetentionHours(),
            bell(startup.catalog()));
    this.turns =
        new Turns(
            this.storage,
            startup.writer(),
            clock,
            history,
            startup.settings(),
            oplog,
            startup.catalog());
    this.pins = new Pins(turns, history, clock);
    this.concernDefaults = new ConcernDefaults(this);
    this.streamWatch = new StreamWatch(oplog, clock, turns::sync);
    clock.listener(streamWatch::wake);
    this.snapshotReads = new SnapshotReads(this);
    this.transactionWatch = new TransactionWatch(this);
    this.turns.whenFull(transactionWatch::relieve);
    this.leadership = new Leadership(this);
    this.replicaSetConfig = new ReplicaSetConfig(this);
    this.readGate = new ReadGate(turns, clock, options.isReplicaSet());
    this.cursors = new CursorRegistry(this);
    this.sessions =
        new Sessions(
            ticker,
            this.storage,
            turns,
            server.parameters(),
            transactionCounts::recorded,
            this::sessionEnded);
    this.sessionRecords = new SessionRecords(this);
    this.catalog = new Catalog(this);
    this.indexes = new Indexes(this);
    this.statistics = new Statistics(this);
    this.collections = new StoredCollections(this);
    this.reads = new Reads();
    this.writes = new Writes(this);
    this.housekeeping = new Housekeeping(this);
    begin();
  }

  /** The oplog's first entry, as mongod has it: there is always one to name the newest. */
  private void begin() {
    if (oplog.isKept() && oplog.newest().getValue() == 0) {
      var _ =
          turns.write(
              Durability.SYNCED,
              turn -> {
                turn.log().note(new BsonDocument("msg", new BsonString("initiating set")));
                return turn.timestamp();
              });
    }
  }

  /** What wakes those who tail the oplog's collection. */
  private static Runnable bell(CatalogSnapshot catalog) {
    CollectionEntry oplog = catalog.find(Oplog.NAMESPACE);
    return oplog == null ? () -> {} : oplog.life()::ring;
  }

  /**
   * Opens the environment that {@code storage} holds, or begins one where it is empty. The engine
   * closes the storage when it is closed itself.
   *
   * @param language every operator and stage known
   * @param indexTypes by the word that names each in a key pattern; {@code btree} for numbers alone
   * @throws IllegalStateException an index that the storage holds is of none of these types
   */
  public static Engine open(
      EngineOptions options,
      Storage storage,
      Language language,
      Map<String, IndexType> indexTypes,
      Ticker ticker,
      Seeds seeds,
      ServerControl server) {
    Engine engine = openQuiet(options, storage, language, indexTypes, ticker, seeds, server);
    engine.featureCompatibility.keep(engine);
    engine.housekeeping.start();
    return engine;
  }

  /**
   * As {@link #open}, without threads of its own: who keeps the time by hand says when housekeeping
   * is done ({@link #tidy}).
   */
  public static Engine openQuiet(
      EngineOptions options,
      Storage storage,
      Language language,
      Map<String, IndexType> indexTypes,
      Ticker ticker,
      Seeds seeds,
      ServerControl server) {
    Engine engine = new Engine(options, storage, language, indexTypes, ticker, seeds, server);
    var _ = engine.concernDefaults.load();
    engine.clusterParameters.load(engine);
    engine.featureCompatibility.load(engine);
    engine.userWriteBlock.load(engine);
    engine.querySettings.load(engine);
    server
        .parameters()
        .addComputed("featureCompatibilityVersion", engine.featureCompatibility::value);
    TemporaryCollections.drop(engine);
    return engine;
  }

  /** Does once, on the caller's thread, all that goes on beside the clients. */
  public void tidy() {
    housekeeping.runOnce();
  }

  /** Does something each second, beside the clients, until the engine is closed. */
  public void everySecond(Runnable task) {
    housekeeping.add(task);
  }

  private void sessionEnded(SessionKey key) {
    cursors.killSession(key);
    sessionRecords.ended(key);
  }

  /**
   * Removes the tables that were kept for readers of an earlier time, where there are none left.
   */
  void removeUnneeded() {
    catalog.drops().removeIdents(history.takeUnneeded());
  }

  /** What stages may hold, and where operations put documents that memory has no room for. */
  public Spills spills() {
    return spills;
  }

  public EngineOptions options() {
    return options;
  }

  public ServerControl server() {
    return server;
  }

  /**
   * Gives free room of the store's files back to the system; see {@link Storage#reclaim}.
   *
   * @return bytes given back
   */
  public long reclaim(long leastBytes) {
    try {
      return storage.reclaim(leastBytes);
    } catch (StorageException e) {
      throw StorageErrors.translate(e);
    }
  }

  public Storage storage() {
    return storage;
  }

  public Language language() {
    return language;
  }

  /** The moments that somebody reads at. */
  public Pins pins() {
    return pins;
  }

  /** What the data was before, for who reads at an earlier time. */
  public History history() {
    return history;
  }

  /** What waits for what a read concern asks for. */
  ReadGate readGate() {
    return readGate;
  }

  /** The read and write concern of commands that name none. */
  public ConcernDefaults concernDefaults() {
    return concernDefaults;
  }

  /** Reads at times that were handed out. */
  public SnapshotReads snapshotReads() {
    return snapshotReads;
  }

  /** Ends transactions that cannot go on. */
  public TransactionWatch transactionWatch() {
    return transactionWatch;
  }

  /** How many transactions and retried writes there have been. */
  public TransactionCounts transactionCounts() {
    return transactionCounts;
  }

  /** Reading at the newest commit. */
  ReadPoint latest() {
    return latest;
  }

  /** Index types by the word that names them in a key pattern. */
  public Map<String, IndexType> indexTypes() {
    return indexTypes;
  }

  public Ticker ticker() {
    return ticker;
  }

  public Seeds seeds() {
    return seeds;
  }

  public LogicalClock clock() {
    return clock;
  }

  public Turns turns() {
    return turns;
  }

  /** Whether this is the primary. */
  public Leadership leadership() {
    return leadership;
  }

  /** What the replica set of one consists of. */
  public ReplicaSetConfig replicaSetConfig() {
    return replicaSetConfig;
  }

  /** What has been written, in order. */
  public Oplog oplog() {
    return oplog;
  }

  /** Where change streams wait. */
  public StreamWatch streamWatch() {
    return streamWatch;
  }

  public Operations operations() {
    return operations;
  }

  /** Where tests may ask for failures. */
  public FailPoints failPoints() {
    return failPoints;
  }

  /** Parameters that are kept with the data. */
  public ClusterParameters clusterParameters() {
    return clusterParameters;
  }

  /** The version whose features the data may use. */
  public FeatureCompatibility featureCompatibility() {
    return featureCompatibility;
  }

  /** Whether users may write. */
  public UserWriteBlock userWriteBlock() {
    return userWriteBlock;
  }

  /** What was set for queries by their shape. */
  public QuerySettings querySettings() {
    return querySettings;
  }

  /** Gives free room of the files back from time to time. */
  public AutoCompact autoCompact() {
    return autoCompact;
  }

  /** Where operations are profiled. */
  public Profiler profiler() {
    return profiler;
  }

  /** How each collection is used. */
  public Top top() {
    return top;
  }

  public Sessions sessions() {
    return sessions;
  }

  /** The sessions as clients may read them. */
  public SessionRecords sessionRecords() {
    return sessionRecords;
  }

  public CursorRegistry cursors() {
    return cursors;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Indexes indexes() {
    return indexes;
  }

  public Statistics statistics() {
    return statistics;
  }

  public StoredCollections collections() {
    return collections;
  }

  public Reads reads() {
    return reads;
  }

  public Writes writes() {
    return writes;
  }

  /** The collections as stages and plugins see them. */
  public CollectionCatalog handles(OperationContext operation) {
    return new Handles(operation);
  }

  /** Ends all operations and cursors, makes everything durable, and closes the storage. */
  @Override
  public void close() {
    turns.lock().close();
    operations.close();
    streamWatch.close();
    housekeeping.close();
    cursors.close();
    turns.close();
    turns.syncIfNeeded();
    storage.close();
  }
}
