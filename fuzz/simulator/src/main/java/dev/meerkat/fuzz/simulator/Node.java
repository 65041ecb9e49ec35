package dev.meerkat.fuzz.simulator;

import dev.meerkat.engine.ConnectionFacts;
import dev.meerkat.engine.Engine;
import dev.meerkat.engine.EngineOptions;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Parameters;
import dev.meerkat.engine.ServerControl;
import dev.meerkat.engine.StorageErrors;
import dev.meerkat.query.Language;
import dev.meerkat.spi.Claims;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.CredentialStore;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandProvider;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.index.IndexType;
import dev.meerkat.spi.index.IndexTypeProvider;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.WindowFunctionProvider;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.types.ObjectId;

/**
 * A server without sockets: an engine over a store, and all commands. It answers as the dispatcher
 * does. Threads: confined to one thread.
 */
final class Node implements ServerControl, AutoCloseable {
  static final String DATABASE = "sim";

  private final String storageName;
  private final Parameters parameters = new Parameters();
  private final Claims<Command> commands;
  private final Engine engine;

  /**
   * @param folder where operations may put what memory has no room for
   */
  Node(String storageName, Path folder, Storage storage, Ticker ticker, Seeds seeds) {
    this.storageName = storageName;
    this.commands =
        Claims.of(
            "command",
            all(CommandProvider.class).stream()
                .flatMap(provider -> provider.commands().stream())
                .toList(),
            command -> Set.copyOf(command.schema().names()));
    Map<String, IndexType> types = new HashMap<>();
    for (IndexTypeProvider provider : all(IndexTypeProvider.class)) {
      provider.names().forEach(name -> types.put(name, provider.type(name)));
    }
    Language language =
        new Language(
            all(ExpressionProvider.class),
            all(FilterProvider.class),
            all(AccumulatorProvider.class),
            all(StageProvider.class),
            all(WindowFunctionProvider.class));
    EngineOptions defaults = EngineOptions.defaults();
    EngineOptions options =
        new EngineOptions(
            defaults.replicaSet(),
            defaults.majorityWaitsForSync(),
            defaults.syncInterval(),
            defaults.oplog(),
            folder,
            defaults.recordCacheBytes());
    this.engine = Engine.openQuiet(options, storage, language, types, ticker, seeds, this);
  }

  /** Providers beside this module, be they modules or on the class path, each once. */
  static <S> List<S> all(Class<S> service) {
    Set<Class<?>> seen = new HashSet<>();
    return ServiceLoader.load(service).stream()
        .filter(provider -> seen.add(provider.type()))
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** The reply to a command; a failure is {@code ok: 0} with its code. */
  BsonDocument run(BsonDocument command) {
    return run(DATABASE, command);
  }

  /** As {@link #run(BsonDocument)}, on another database. */
  BsonDocument run(String database, BsonDocument command) {
    BsonDocument body = command.clone().append("$db", new BsonString(database));
    DocumentBuilder reply = new DocumentBuilder(1024);
    try {
      Command runner = commands.require(command.getFirstKey());
      CommandRequest request = runner.schema().parse(database, DocumentView.of(body), List.of());
      try (Operation operation =
          engine.operations().begin(ConnectionFacts.INTERNAL, command.getFirstKey(), request)) {
        runner.run(request, operation, reply);
      }
      reply.appendDouble("ok", 1);
      return reply.toView().toBson();
    } catch (ServerException failure) {
      return failed(failure);
    } catch (StorageException failure) {
      return failed(StorageErrors.translate(failure));
    }
  }

  private static BsonDocument failed(ServerException failure) {
    return new BsonDocument("ok", new BsonDouble(0))
        .append("code", new BsonInt32(failure.code().number()))
        .append("errmsg", new BsonString(failure.text()));
  }

  /** Does what goes on beside the clients. */
  void tidy() {
    engine.tidy();
  }

  @Override
  public void close() {
    engine.close();
  }

  @Override
  public BsonDocument run(Operation operation, String database, BsonDocument command) {
    Command runner = commands.require(command.getFirstKey());
    DocumentBuilder reply = new DocumentBuilder(1024);
    runner.run(
        runner.schema().parse(database, DocumentView.of(command), List.of()), operation, reply);
    return reply.toView().toBson();
  }

  @Override
  public String version() {
    return "8.2.0";
  }

  @Override
  public ObjectId processId() {
    return new ObjectId(1, 1);
  }

  @Override
  public long startedAtMillis() {
    return 0;
  }

  @Override
  public String hostAndPort() {
    return "localhost:27017";
  }

  @Override
  public String storageName() {
    return storageName;
  }

  @Override
  public BsonArray arguments() {
    return new BsonArray();
  }

  @Override
  public BsonDocument parsedOptions() {
    return new BsonDocument();
  }

  @Override
  public int connections() {
    return 1;
  }

  @Override
  public List<ConnectionFacts> clients() {
    return List.of();
  }

  @Override
  public long connectionsCreated() {
    return 1;
  }

  @Override
  public int connectionsAvailable() {
    return 1;
  }

  @Override
  public Map<String, AuthMechanism> mechanisms() {
    return Map.of();
  }

  @Override
  public CredentialStore credentials() {
    return (_, _, _) -> null;
  }

  @Override
  public List<CommandSchema> commands() {
    return List.of();
  }

  @Override
  public List<String> recentLog() {
    return List.of();
  }

  @Override
  public long loggedLines() {
    return 0;
  }

  @Override
  public List<String> startupWarnings() {
    return List.of();
  }

  @Override
  public void rotateLog() {
    // The log of this one is not written anywhere.
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public void requestShutdown(Duration patience) {
    throw new IllegalStateException("nobody asks for that");
  }
}
