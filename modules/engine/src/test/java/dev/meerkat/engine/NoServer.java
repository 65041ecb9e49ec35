package dev.meerkat.engine;

import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.CredentialStore;
import dev.meerkat.spi.command.CommandSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.types.ObjectId;

/** A server that is not there. Threads: safe. */
final class NoServer implements ServerControl {
  private final Parameters parameters = new Parameters();

  @Override
  public String version() {
    return "8.2.0";
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
    return "memory";
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
    return 1;
  }

  @Override
  public ObjectId processId() {
    return new ObjectId("000000000000000000000001");
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
  public Map<String, AuthMechanism> mechanisms() {
    return Map.of();
  }

  @Override
  public CredentialStore credentials() {
    return (_, _, _) -> null;
  }

  @Override
  public void requestShutdown(Duration patience) {
    throw new AssertionError("nobody asks for that");
  }

  @Override
  public BsonDocument run(Operation operation, String database, BsonDocument command) {
    throw new AssertionError("there is no dispatcher");
  }
}
