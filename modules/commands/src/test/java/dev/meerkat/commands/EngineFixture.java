package dev.meerkat.commands;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.backend.memory.MemoryStorageProvider;
import dev.meerkat.contract.AssertingStorage;
import dev.meerkat.engine.ConnectionFacts;
import dev.meerkat.engine.Engine;
import dev.meerkat.engine.EngineOptions;
import dev.meerkat.engine.Login;
import dev.meerkat.engine.Operation;
import dev.meerkat.query.Language;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.index.IndexType;
import dev.meerkat.spi.index.IndexTypeProvider;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.WindowFunctionProvider;
import dev.meerkat.spi.storage.StorageOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An engine in memory, and the built-in commands on it. Threads: one test at a time. */
abstract class EngineFixture {
  @TempDir private Path folder;
  final FixedTime time = new FixedTime();
  final ConnectionFacts client =
      new ConnectionFacts(1, "", "", new UUID(0, 1), new BsonDocument(), new Login());
  Engine engine;

  @BeforeEach
  final void openEngine() {
    StubServer server = new StubServer(EngineFixture::runWithin);
    engine =
        Engine.open(
            EngineOptions.defaults(),
            new AssertingStorage(
                new MemoryStorageProvider().open("memory", new StorageOptions(folder, time))),
            language(),
            indexTypes(),
            time,
            new CountingSeeds(),
            server);
  }

  @AfterEach
  final void closeEngine() {
    engine.close();
  }

  /** Runs a command against {@code test} and answers its reply. */
  final BsonDocument run(String json) {
    return run("test", BsonDocument.parse(json));
  }

  /** Runs a command against {@code admin} and answers its reply. */
  final BsonDocument admin(String json) {
    return run("admin", BsonDocument.parse(json));
  }

  /** The code that a command fails with. */
  final int failure(String json) {
    return assertThrows(ServerException.class, () -> run(json), json).code().number();
  }

  final BsonDocument run(String database, BsonDocument request) {
    DocumentView body = DocumentView.of(request);
    String name = BsonBytes.name(body.array(), BsonBytes.firstElement(0));
    Command command = command(name);
    CommandRequest parsed = command.schema().parse(database, body, List.of());
    DocumentBuilder reply = new DocumentBuilder(256);
    try (Operation operation = engine.operations().begin(client, name, parsed)) {
      command.run(parsed, operation, reply);
    }
    return reply.toView().toBson();
  }

  private static BsonDocument runWithin(
      Operation operation, String database, BsonDocument request) {
    DocumentView body = DocumentView.of(request);
    Command command = command(BsonBytes.name(body.array(), BsonBytes.firstElement(0)));
    DocumentBuilder reply = new DocumentBuilder(256);
    command.run(command.schema().parse(database, body, List.of()), operation, reply);
    return reply.toView().toBson();
  }

  private static Command command(String name) {
    for (Command command : new CoreCommands().commands()) {
      if (command.schema().names().contains(name)) {
        return command;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static Language language() {
    return new Language(
        all(ExpressionProvider.class),
        all(FilterProvider.class),
        all(AccumulatorProvider.class),
        all(StageProvider.class),
        all(WindowFunctionProvider.class));
  }

  private static Map<String, IndexType> indexTypes() {
    Map<String, IndexType> types = new HashMap<>();
    for (IndexTypeProvider provider : all(IndexTypeProvider.class)) {
      provider.names().forEach(name -> types.put(name, provider.type(name)));
    }
    return types;
  }

  private static <T> List<T> all(Class<T> service) {
    EngineFixture.class.getModule().addUses(service);
    return ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get).toList();
  }
}
