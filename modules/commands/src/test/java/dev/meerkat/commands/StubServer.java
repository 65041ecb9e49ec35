package dev.meerkat.commands;

import dev.meerkat.engine.ConnectionFacts;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Parameters;
import dev.meerkat.engine.ServerControl;
import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.CredentialStore;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.types.ObjectId;

/** A server that nobody is connected to. Threads: safe. */
final class StubServer implements ServerControl {
  /** Runs a command within the operation of another, as the server does. */
  interface Dispatcher {
    BsonDocument run(Operation operation, String database, BsonDocument command);
  }

  private final Dispatcher dispatcher;
  private final Parameters parameters = new Parameters();

  StubServer(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public String version() {
    return "8.2.0";
  }

  @Override
  public long startedAtMillis() {
    return 1_700_000_000_000L;
  }

  @Override
  public String hostAndPort() {
    return "localhost:27017";
  }

  @Override
  public String storageName() {
    return "memory";
  }

  @Override
  public BsonArray arguments() {
    return new BsonArray(List.of(new BsonString("meerkat")));
  }

  @Override
  public BsonDocument parsedOptions() {
    return new BsonDocument();
  }

  @Override
  public int connections() {
    return 0;
  }

  @Override
  public List<ConnectionFacts> clients() {
    return List.of();
  }

  @Override
  public long connectionsCreated() {
    return 0;
  }

  @Override
  public int connectionsAvailable() {
    return 100;
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
  public List<CommandSchema> commands() {
    return new CoreCommands().commands().stream().map(Command::schema).toList();
  }

  @Override
  public ObjectId processId() {
    return new ObjectId("0123456789abcdef01234567");
  }

  @Override
  public List<String> recentLog() {
    return List.of("a line");
  }

  @Override
  public long loggedLines() {
    return 5;
  }

  @Override
  public List<String> startupWarnings() {
    return List.of();
  }

  @Override
  public Map<String, AuthMechanism> mechanisms() {
    return Map.of(RiddleMechanism.NAME, new RiddleMechanism());
  }

  @Override
  public CredentialStore credentials() {
    return RiddleMechanism.users();
  }

  @Override
  public void requestShutdown(Duration patience) {
    throw new UnsupportedOperationException("a test that asks to end the server");
  }

  @Override
  public BsonDocument run(Operation operation, String database, BsonDocument command) {
    return dispatcher.run(operation, database, command);
  }
}
