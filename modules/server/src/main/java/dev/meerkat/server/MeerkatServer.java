package dev.meerkat.server;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.EngineOptions;
import dev.meerkat.engine.OplogOptions;
import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.Claims;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.spi.storage.StorageProvider;
import java.lang.module.ModuleDescriptor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonArray;
import org.bson.BsonString;

/**
 * A running server. Begin here to use Meerkat inside another program:
 *
 * <pre>{@code
 * try (var server = MeerkatServer.start(MeerkatOptions.inMemory())) {
 *   MongoClient client = MongoClients.create(server.connectionString());
 * }
 * }</pre>
 *
 * Threads: safe.
 */
public final class MeerkatServer implements AutoCloseable {

  private final ServerLog log;
  private final Host host;
  private final Engine engine;
  private final Listener listener;
  private final Connections connections;
  private final Deque<AutoCloseable> opened;
  private final AtomicBoolean closed = new AtomicBoolean();

  private MeerkatServer(
      ServerLog log,
      Host host,
      Engine engine,
      Listener listener,
      Connections connections,
      Deque<AutoCloseable> opened) {
    this.log = log;
    this.host = host;
    this.engine = engine;
    this.listener = listener;
    this.connections = connections;
    this.opened = opened;
  }

  /**
   * Starts a server; clients may connect when this returns.
   *
   * @throws IllegalArgumentException an option has a value that cannot be followed
   * @throws IllegalStateException the folder is in use, or the port, or the data cannot be read
   */
  public static MeerkatServer start(MeerkatOptions options) {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      MeerkatServer server = open(options, opened);
      server.listener.start();
      server.log.started();
      return server;
    } catch (StorageException e) {
      closeAfter(e, opened);
      throw new IllegalStateException("the data cannot be opened: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      closeAfter(e, opened);
      throw e;
    }
  }

  /**
   * Begins to make ready, on a thread of its own, what a start needs of the platform and waits for.
   * A start does so itself; who calls this before has it ready the sooner.
   */
  public static void prepare() {
    SlowClasses.prepare(new StandardSeeds());
  }

  /** The version of this program, and of MongoDB's protocol and commands that it speaks. */
  public static String versionText() {
    ModuleDescriptor module = MeerkatServer.class.getModule().getDescriptor();
    String own = module == null ? "" : module.rawVersion().orElse("");
    return "Meerkat "
        + own
        + (own.isEmpty() ? "" : ", ")
        + "speaks MongoDB "
        + Host.MONGODB_VERSION;
  }

  /** The names of the storage backends that stand beside the server. */
  public static Set<String> storages() {
    return Extensions.of(Providers.from(new BuiltIns())).storages().names();
  }

  /** The port that the server listens at. */
  public int port() {
    return listener.port();
  }

  /**
   * How clients reach this server. It asks them to use the address as it is, so that forwarded
   * ports and containers work.
   */
  public String connectionString() {
    return "mongodb://" + host.hostAndPort() + "/?directConnection=true";
  }

  /** Waits until a client has sent the shutdown command. */
  public void awaitShutdownRequest() throws InterruptedException {
    host.awaitShutdownRequest();
  }

  /**
   * Ends the server: nobody is accepted any more, running commands finish, or are stopped after a
   * few seconds, and the data is made durable. Closing twice is allowed.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    listener.close();
    // Writes that wait for an unlock are to be finished, too.
    engine.turns().lock().close();
    try {
      connections.close(host.patience(), engine.operations()::close);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeAll(opened);
    host.requestShutdown(Duration.ZERO);
    log.info(LogLine.control(23138, "Shutting down", Map.of()));
  }

  private static MeerkatServer open(MeerkatOptions options, Deque<AutoCloseable> opened) {
    Ticker ticker = new StandardTicker();
    Seeds seeds = new StandardSeeds();
    SlowClasses.prepare(seeds);
    LogVerbosity verbosity = new LogVerbosity(options.logVerbosity());
    ServerLog log = new ServerLog(ticker, verbosity, options.logger());
    StorageOpening opening =
        StorageOpening.begin(options, new BuiltIns().load(StorageProvider.class), ticker);
    opened.push(opening);
    Extensions extensions = Extensions.load(options.plugins(), log);
    Parameters parameters = new Parameters();
    StartupParameters given = new StartupParameters(options.parameters());
    given.takeEarly(parameters);
    verbosity.register(parameters);
    describe(extensions, parameters);
    Claims<Command> commands =
        extensions
            .commands()
            .where(command -> given.testCommandsEnabled() || !command.schema().isTestOnly());
    Host host =
        new Host(
            options, ticker, seeds, log, parameters, schemas(commands), extensions.mechanisms());
    StorageProvider provider = extensions.storages().require(options.storage());
    Storage storage = opening.await(provider);
    warn(options, storage, log);
    EngineOptions engineOptions =
        new EngineOptions(
            options.replicaSet(),
            given.majorityWaitsForSync(),
            EngineOptions.defaults().syncInterval(),
            new OplogOptions(options.oplogMegabytes(), options.oplogMinRetentionHours()),
            provider.usesFolder(options.storage()) ? options.folder() : null,
            provider.usesFolder(options.storage()) ? RecordCacheSize.bytes() : 0);
    Engine engine =
        Engine.open(
            engineOptions,
            storage,
            extensions.language(),
            extensions.indexTypes(),
            ticker,
            seeds,
            host);
    opened.push(engine);
    Dispatcher dispatcher = new Dispatcher(engine, commands, log);
    given.setAll(parameters);
    Connections connections = new Connections(dispatcher, ticker, seeds, log, options);
    Listener listener = Listener.bind(options.addresses(), options.port(), connections, log);
    opened.push(listener);
    host.listening(address(options, listener), dispatcher, connections);
    engine.everySecond(connections::cutOffStuck);
    engine.replicaSetConfig().store();
    return new MeerkatServer(log, host, engine, listener, connections, opened);
  }

  /** Says in parameters what clients want to know of a server. */
  private static void describe(Extensions extensions, Parameters parameters) {
    BsonArray mechanisms = new BsonArray();
    extensions.mechanisms().keySet().forEach(name -> mechanisms.add(new BsonString(name)));
    parameters.addFixed("authenticationMechanisms", mechanisms);
  }

  private static void warn(MeerkatOptions options, Storage storage, ServerLog log) {
    if (storage.lacks().contains(StorageBehavior.REOPENS)) {
      log.warning(
          LogLine.storage(
              7_700_007,
              "Data lives as long as the server, and no longer",
              Map.of("storage", options.storage())));
    }
  }

  /** Each command's schema once, by the command's own name. */
  private static List<CommandSchema> schemas(Claims<Command> commands) {
    List<CommandSchema> schemas = new ArrayList<>();
    for (String name : commands.names()) {
      CommandSchema schema = commands.require(name).schema();
      if (schema.name().equals(name)) {
        schemas.add(schema);
      }
    }
    return List.copyOf(schemas);
  }

  private static String address(MeerkatOptions options, Listener listener) {
    if (!options.advertise().isEmpty()) {
      return options.advertise();
    }
    InetAddress bound = listener.address();
    // Nobody can dial the address that means all addresses.
    return bound.isAnyLocalAddress()
        ? "127.0.0.1:" + listener.port()
        : Connection.address(bound, listener.port());
  }

  private static void closeAfter(Throwable failure, Deque<AutoCloseable> opened) {
    try {
      closeAll(opened);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Closes in the reverse order of opening; what fails does not keep the others open. */
  private static void closeAll(Deque<AutoCloseable> opened) {
    RuntimeException first = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      } catch (Exception e) {
        first = first == null ? new IllegalStateException(e) : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
