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

/**
 * What the server tells the engine and the commands about itself, and lets them ask for. Threads:
 * safe.
 */
public interface ServerControl {
  /** MongoDB's version that is spoken, for example {@code 8.2.0}. */
  String version();

  /** Identifies this run of the server: another one has another topology version. */
  ObjectId processId();

  /** Milliseconds since the Unix epoch. */
  long startedAtMillis();

  /** The address that clients reach this server at: {@code host:port}. */
  String hostAndPort();

  /** The name of the storage backend: {@code sqlite}, {@code xodus}, {@code memory}. */
  String storageName();

  /** The command line's words, the program's name first. */
  BsonArray arguments();

  /** The options in force, in the shape of {@code getCmdLineOpts.parsed}. */
  BsonDocument parsedOptions();

  /** Open client connections. */
  int connections();

  /** The clients that are connected now, in no order. */
  List<ConnectionFacts> clients();

  /** Connections accepted since the start. */
  long connectionsCreated();

  /** Connections that may still be opened. */
  int connectionsAvailable();

  /** All commands' schemas, each once. */
  List<CommandSchema> commands();

  /** The last lines of the log, oldest first, in mongod's form. */
  List<String> recentLog();

  /** How many lines have been logged since the start, those that are kept no longer included. */
  long loggedLines();

  /** What was worth a warning before the server took clients, in mongod's form. */
  List<String> startupWarnings();

  /**
   * Begins a new log file; does nothing where the log is not written to a file.
   *
   * @throws dev.meerkat.spi.ServerException 37 FileRenameFailed
   */
  void rotateLog();

  /** What {@code getParameter} and {@code setParameter} work on. */
  Parameters parameters();

  /** The ways to log in, by their names. */
  Map<String, AuthMechanism> mechanisms();

  /** What is stored of users. */
  CredentialStore credentials();

  /**
   * Asks for an orderly end; returns at once.
   *
   * @param patience how long running commands may take to finish before they are stopped
   */
  void requestShutdown(Duration patience);

  /**
   * Runs a command as the dispatcher would, within {@code operation}'s session and deadline.
   *
   * @return the reply's fields
   * @throws dev.meerkat.spi.ServerException the command failed
   */
  BsonDocument run(Operation operation, String database, BsonDocument command);
}
