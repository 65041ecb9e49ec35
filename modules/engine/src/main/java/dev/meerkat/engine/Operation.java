package dev.meerkat.engine;

import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.cursor.Execution;
import dev.meerkat.engine.cursor.ReadPoint;
import dev.meerkat.engine.history.Claimed;
import dev.meerkat.engine.history.Claims;
import dev.meerkat.engine.querysettings.QuerySetting;
import dev.meerkat.engine.session.Session;
import dev.meerkat.engine.transaction.SessionTransactions;
import dev.meerkat.engine.transaction.Transaction;
import dev.meerkat.spi.CollectionCatalog;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.command.CommonFields;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.command.WriteConcern;
import dev.meerkat.spi.storage.Durability;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * One command at work: whose it is, what it may use, and when it must end. It is begun and closed
 * by the dispatcher. Threads: confined to one thread, save that any thread may {@linkplain
 * Interruption#kill kill} it and read what it says of itself.
 */
public final class Operation implements OperationContext, AutoCloseable {
  /** A wait for a transaction is cut into pieces, so that a kill is noticed. */
  private static final long CLAIM_WAIT_MILLIS = 50;

  private final Engine engine;
  private final int opid;
  private final ConnectionFacts connection;
  private final String database;
  private final CommandDescription description;
  private final CommonFields common;
  private final ReadConcern readConcern;
  private final WriteConcern writeConcern;
  private final @Nullable Session session;
  private final Interruption interruption;
  private @Nullable Transaction transaction;
  private boolean joined;
  private ReadPoint readPoint;
  private final long startNanos;
  private final long startMillis;
  private @Nullable BsonTimestamp clusterTime;
  private volatile Namespace namespace;
  private final CurrentOp current = new CurrentOp();
  private boolean hangsUp;
  private @Nullable QuerySetting querySetting;

  Operation(
      Engine engine,
      int opid,
      ConnectionFacts connection,
      String database,
      Namespace namespace,
      String command,
      DocumentView body,
      CommonFields common,
      ReadConcern readConcern,
      @Nullable Session session) {
    this.engine = engine;
    this.opid = opid;
    this.connection = connection;
    this.database = database;
    this.description = new CommandDescription(command, body);
    this.common = common;
    this.readConcern = readConcern;
    this.writeConcern = engine.concernDefaults().writeConcern(common.writeConcern());
    this.session = session;
    this.readPoint = engine.latest();
    this.startNanos = engine.ticker().nanos();
    this.startMillis = engine.ticker().wallMillis();
    this.namespace = namespace;
    // What a getMore says of time bounds its wait for data, and not its work.
    this.interruption =
        new Interruption(
            engine.ticker(),
            startNanos,
            command.equals("getMore") ? 0 : TimeLimit.millis(engine, command, body, common));
  }

  /** The engine's operation behind what a stage or a command was handed. */
  public static Operation of(OperationContext context) {
    if (context instanceof Operation operation) {
      return operation;
    }
    if (context instanceof Execution execution) {
      return execution.operation();
    }
    throw new IllegalArgumentException("not an operation of this engine");
  }

  public Engine engine() {
    return engine;
  }

  public int opid() {
    return opid;
  }

  /** Operations at work are told apart by their numbers. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Operation operation && operation.opid == opid;
  }

  @Override
  public int hashCode() {
    return opid;
  }

  public ConnectionFacts connection() {
    return connection;
  }

  /** The database that the command addresses. */
  public String database() {
    return database;
  }

  /** The command's name. */
  public String command() {
    return description.command();
  }

  /** The whole command, valid until the operation ends. */
  public DocumentView body() {
    return description.body();
  }

  /**
   * The command for whoever asks later or on another thread; a long one, and one that is over when
   * it is asked for the first time, by its name alone.
   */
  public DocumentView description() {
    return description.view();
  }

  /** A batch without a comment has that of the command that opened its cursor. */
  public void inheritComment(DocumentView opener) {
    if (common.comment() == null) {
      description.inheritComment(opener);
    }
  }

  public CommonFields common() {
    return common;
  }

  /** The session that the command is part of, or null. */
  public @Nullable Session session() {
    return session;
  }

  /** The write concern in force, defaults resolved as they were when the operation began. */
  public WriteConcern writeConcern() {
    return writeConcern;
  }

  /** What the commit of the command's last write must promise before it is acknowledged. */
  public Durability durability() {
    if (transaction != null && !command().equals("commitTransaction")) {
      return Durability.BUFFERED;
    }
    WriteConcern concern = writeConcern;
    if (concern.journal()) {
      return Durability.SYNCED;
    }
    if (concern.isJournalGiven() || !concern.isMajority()) {
      return Durability.BUFFERED;
    }
    boolean implicit = !concern.isWGiven();
    boolean waits = engine.options().majorityWaitsForSync();
    return waits && (engine.options().isReplicaSet() || !implicit)
        ? Durability.SYNCED
        : Durability.BUFFERED;
  }

  /**
   * Begins the work itself: waits for what the read concern asks for, and takes the place where the
   * command reads. What keeps a command from running has to come before.
   *
   * @throws ServerException what is wrong with its read concern or its transaction
   */
  public void start() {
    engine.readGate().pass(readConcern);
    Session own = session;
    if (common.isInTransaction() && own != null) {
      join(own.transactions());
    } else if (common.readConcern().level() == ReadConcern.Level.SNAPSHOT) {
      readPoint = engine.snapshotReads().begin(common.readConcern().atClusterTime());
    }
  }

  /** Makes the command a part of its session's transaction. */
  private void join(SessionTransactions transactions) {
    Transaction own = transactions.enter(this);
    joined = true;
    transaction = own;
    if (own != null) {
      readPoint = own;
      engine.transactionCounts().enter();
    }
  }

  /** The open transaction that the command is part of, or null. */
  public @Nullable Transaction transaction() {
    return transaction;
  }

  /** Where the command's queries read. */
  public ReadPoint readPoint() {
    return readPoint;
  }

  /** The collections and views that the command sees. */
  public CatalogSnapshot collections() {
    Transaction own = transaction;
    return own == null ? engine.turns().catalog() : own.catalog();
  }

  /**
   * Changes something: in a writer's turn, or in the transaction that the command is part of. Where
   * an open transaction has written the same, it waits for that one's end.
   *
   * @throws ServerException what the work throws, failures of the store, and 10107 while the server
   *     has stepped down
   */
  public <T extends @Nullable Object> T write(Durability durability, Turns.Work<T> work) {
    if (!isInternal()) {
      engine.leadership().requirePrimary();
    }
    Transaction own = transaction;
    if (own != null) {
      checkAllowed();
      return own.write(work);
    }
    while (true) {
      try {
        return engine.turns().write(durability, this, work);
      } catch (Claimed e) {
        await(e.claimant());
      }
    }
  }

  /**
   * Says in the turn whether users may write at its time; the server's own work always may.
   *
   * @throws ServerException they may not
   */
  void checkAllowed() {
    if (!isInternal()) {
      engine.userWriteBlock().check(namespace.database());
    }
  }

  /** Whether it is the server's own, and not a client's. */
  @SuppressWarnings("ReferenceEquality") // there is one
  private boolean isInternal() {
    return connection == ConnectionFacts.INTERNAL;
  }

  private void await(Claims.Claimant claimant) {
    interruption.check();
    interruption.beforeWaiting();
    try {
      claimant.awaitEnd(CLAIM_WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(ErrorCode.INTERRUPTED, "operation was interrupted");
    }
    interruption.check();
  }

  /** Says that the command has failed: its transaction cannot go on. */
  public void failed() {
    if (transaction != null) {
      transaction.abort();
    }
  }

  /** Whether the write statements of the command are done once, however often it comes. */
  public boolean isRetryableWrite() {
    return session != null && common.transactionNumber() >= 0 && !common.isInTransaction();
  }

  /** The collection that the command works on, for {@code currentOp}. */
  public Namespace namespace() {
    return namespace;
  }

  public void namespace(Namespace addressed) {
    namespace = addressed;
  }

  /** How far the command has come and what it has looked at. */
  public CurrentOp current() {
    return current;
  }

  /** What was set for the command by its shape, or null. */
  public @Nullable QuerySetting querySetting() {
    return querySetting;
  }

  /**
   * Finds what was set for the command by its shape.
   *
   * @throws ServerException 411 where that is to refuse it
   */
  public void admitQuery() {
    querySetting = engine.querySettings().admit(this);
  }

  public long startMillis() {
    return startMillis;
  }

  /** The cluster's time that all statements of the command have in {@code $$CLUSTER_TIME}. */
  public BsonTimestamp clusterTime() {
    BsonTimestamp known = clusterTime;
    if (known == null) {
      known = engine.clock().clusterTime();
      clusterTime = known;
    }
    return known;
  }

  /** Says that the next part of the command is to have a time of its own. */
  public void renewClusterTime() {
    clusterTime = null;
  }

  /** Nanoseconds since the operation began. */
  public long elapsedNanos() {
    return engine.ticker().nanos() - startNanos;
  }

  /** Asks that the client is not answered, and that its connection ends with the operation. */
  public void hangUp() {
    hangsUp = true;
  }

  /** Whether the client is to lose its connection instead of getting an answer. */
  public boolean hangsUp() {
    return hangsUp;
  }

  @Override
  public CollectionCatalog catalog() {
    return engine.handles(this);
  }

  @Override
  public Ticker ticker() {
    return engine.ticker();
  }

  @Override
  public Seeds seeds() {
    return engine.seeds();
  }

  /** What may end the operation before it is done, and what it waits with. */
  public Interruption interruption() {
    return interruption;
  }

  @Override
  public void checkInterrupted() {
    interruption.check();
  }

  @Override
  public BsonDocument run(String otherDatabase, BsonDocument request) {
    return engine.server().run(this, otherDatabase, request);
  }

  /** Ends the operation. */
  @Override
  public void close() {
    engine.operations().end(this);
    description.over();
    if (!isInternal() && !namespace.collection().isEmpty()) {
      engine.top().note(this);
    }
    if (session != null) {
      if (transaction != null) {
        engine.transactionCounts().leave();
      }
      if (joined) {
        session.transactions().leave();
      }
      session.leave();
    }
  }
}
