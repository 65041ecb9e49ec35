package dev.meerkat.server;

import dev.meerkat.engine.ConnectionFacts;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Parameters;
import dev.meerkat.engine.ServerControl;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.CredentialStore;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.values.DecimalMath;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What the engine and the commands see of the server around them. Threads: safe; what is missing at
 * first is set before clients come.
 */
final class Host implements ServerControl {
  /** MongoDB's version that this server speaks. */
  static final String MONGODB_VERSION = "8.2.0";

  private static final String DESCRIPTOR = "automationServiceDescriptor";
  private static final int MAX_DESCRIPTOR_LENGTH = 64;
  private static final ErrorCode FILE_RENAME_FAILED = new ErrorCode(37, "FileRenameFailed");

  private final MeerkatOptions options;
  private final long startedAtMillis;
  private final ObjectId processId;
  private final ServerLog log;
  private final List<CommandSchema> commands;
  private final Map<String, AuthMechanism> mechanisms;
  private final Parameters parameters;

  /** How long commands are waited for where nobody has said how long. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CountDownLatch shutdown = new CountDownLatch(1);
  private volatile Duration patience = PATIENCE;
  private volatile String hostAndPort = "";
  private volatile @Nullable Dispatcher dispatcher;
  private volatile @Nullable Connections connections;

  Host(
      MeerkatOptions options,
      Ticker ticker,
      Seeds seeds,
      ServerLog log,
      Parameters parameters,
      List<CommandSchema> commands,
      Map<String, AuthMechanism> mechanisms) {
    this.options = options;
    this.startedAtMillis = ticker.wallMillis();
    this.processId = seeds.newObjectId();
    this.log = log;
    this.parameters = parameters;
    this.commands = commands;
    this.mechanisms = mechanisms;
    // Connections come and go without a line in the log: nothing is left to be quiet about.
    parameters.define("quiet", BsonBoolean.FALSE, Host::truth, true);
    parameters.define(DESCRIPTOR, new BsonString(""), Host::descriptor, true);
  }

  /** Says what is known only when the server listens. */
  void listening(String address, Dispatcher answering, Connections accepting) {
    hostAndPort = address;
    dispatcher = answering;
    connections = accepting;
  }

  /** How long running commands may take to finish when the server ends; then they are stopped. */
  Duration patience() {
    return patience;
  }

  void awaitShutdownRequest() throws InterruptedException {
    shutdown.await();
  }

  @Override
  public String version() {
    return MONGODB_VERSION;
  }

  @Override
  public ObjectId processId() {
    return processId;
  }

  @Override
  public long startedAtMillis() {
    return startedAtMillis;
  }

  @Override
  public String hostAndPort() {
    return hostAndPort;
  }

  @Override
  public String storageName() {
    return options.storage();
  }

  @Override
  public BsonArray arguments() {
    BsonArray words = new BsonArray();
    words.add(new BsonString("meerkat"));
    options.arguments().forEach(word -> words.add(new BsonString(word)));
    return words;
  }

  @Override
  public BsonDocument parsedOptions() {
    BsonDocument parsed =
        new BsonDocument()
            .append(
                "net",
                new BsonDocument()
                    .append("bindIp", new BsonString(String.join(",", options.addresses())))
                    .append("port", new BsonInt32(options.port())))
            .append(
                "storage",
                new BsonDocument()
                    .append("dbPath", new BsonString(options.folder().toString()))
                    .append("engine", new BsonString(options.storage())));
    if (!options.replicaSet().isEmpty()) {
      parsed.append(
          "replication", new BsonDocument("replSetName", new BsonString(options.replicaSet())));
    }
    if (!options.parameters().isEmpty()) {
      BsonDocument set = new BsonDocument();
      options.parameters().forEach((name, value) -> set.append(name, new BsonString(value)));
      parsed.append("setParameter", set);
    }
    return parsed;
  }

  @Override
  public int connections() {
    return accepting().current();
  }

  @Override
  public List<ConnectionFacts> clients() {
    return accepting().clients();
  }

  @Override
  public long connectionsCreated() {
    return accepting().created();
  }

  @Override
  public int connectionsAvailable() {
    return accepting().available();
  }

  @Override
  public List<CommandSchema> commands() {
    return commands;
  }

  @Override
  public List<String> recentLog() {
    return log.recent();
  }

  @Override
  public long loggedLines() {
    return log.lines();
  }

  @Override
  public List<String> startupWarnings() {
    return log.startupWarnings();
  }

  @Override
  public void rotateLog() {
    try {
      options.logRotation().run();
    } catch (UncheckedIOException e) {
      throw new ServerException(FILE_RENAME_FAILED, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Map<String, AuthMechanism> mechanisms() {
    return mechanisms;
  }

  /** No users are kept: a mechanism knows its own, or nobody. */
  @Override
  public CredentialStore credentials() {
    return (_, _, _) -> null;
  }

  @Override
  public void requestShutdown(Duration patience) {
    this.patience = patience;
    shutdown.countDown();
  }

  @Override
  public BsonDocument run(Operation operation, String database, BsonDocument command) {
    return Objects.requireNonNull(dispatcher, "the server has not started")
        .run(operation, database, command);
  }

  /** A word of whoever looks after the server, which hello tells again. */
  private static BsonValue descriptor(BsonValue value) {
    if (!value.isString()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "Value for parameter " + DESCRIPTOR + " must be of type 'string'");
    }
    if (value.asString().getValue().length() > MAX_DESCRIPTOR_LENGTH) {
      throw new ServerException(
          ErrorCode.OVERFLOW,
          "Value for parameter " + DESCRIPTOR + " must be no more than 64 bytes");
    }
    return value;
  }

  /** As mongod takes flags: all but false, zero, null and undefined is true. */
  private static BsonValue truth(BsonValue value) {
    boolean falsy =
        switch (value) {
          case BsonBoolean flag -> !flag.getValue();
          case BsonDecimal128 number -> DecimalMath.isZero(number.getValue());
          case BsonNumber number -> number.doubleValue() == 0;
          default -> value.isNull() || value.getBsonType() == BsonType.UNDEFINED;
        };
    return BsonBoolean.valueOf(!falsy);
  }

  private Connections accepting() {
    return Objects.requireNonNull(connections, "the server has not started");
  }
}
