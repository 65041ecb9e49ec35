package dev.meerkat.server;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a server is started: {@link #inMemory()}, {@link #at(Path)}, or {@link #builder()} where more
 * is to be said. Threads: immutable.
 *
 * @param storage the name of the storage backend; the backend itself must stand beside the server
 * @param folder where the data lives; it is created where there is none, and locked
 * @param addresses the addresses to listen at, 1 or more
 * @param port 0 for any free one
 * @param replicaSet the name of the replica set of one that the server presents, or empty for a
 *     standalone server
 * @param oplogMegabytes the size of a new oplog, or 0 for the default: 256, and 32 in memory
 * @param oplogMinRetentionHours how long entries of the oplog stay however many they are, or 0
 * @param cacheSizeGigabytes memory that the storage may take for pages of its files, 10,000 at
 *     most, or 0 for the default: 0.25; the storage in memory has no pages
 * @param advertise {@code host:port} where clients reach this server, or empty for the address that
 *     each of them has dialled
 * @param maxConnections clients at the same time, 1 or more
 * @param plugins the plugins folder; it need not exist
 * @param parameters server parameters, by name
 * @param quiet whether the coming and going of clients is not logged
 * @param arguments the command line's words, the program's name first; empty where there is none
 * @param logRotation what the command {@code logRotate} does; an {@code UncheckedIOException} of it
 *     is answered as FileRenameFailed
 * @param logVerbosity is told how much detail is to be logged, 0 to 5, when that changes
 * @param logger where the server's log goes
 */
public record MeerkatOptions(
    String storage,
    Path folder,
    List<String> addresses,
    int port,
    String replicaSet,
    long oplogMegabytes,
    double oplogMinRetentionHours,
    double cacheSizeGigabytes,
    String advertise,
    int maxConnections,
    Path plugins,
    Map<String, String> parameters,
    boolean quiet,
    List<String> arguments,
    Runnable logRotation,
    IntConsumer logVerbosity,
    System.Logger logger) {
  /** The name of the platform's logger that the log goes to where nobody says another. */
  public static final String LOGGER = "dev.meerkat.server";

  /** The port that MongoDB's tools expect. */
  public static final int STANDARD_PORT = 27017;

  /** The name of the replica set where nobody has chosen one. */
  public static final String STANDARD_REPLICA_SET = "rs0";

  /** As many as mongod takes. */
  public static final int STANDARD_MAX_CONNECTIONS = 1_000_000;

  private static final int MAX_PORT = 65_535;
  private static final int MAX_CACHE_GIGABYTES = 10_000;

  public MeerkatOptions {
    addresses = List.copyOf(addresses);
    parameters = Map.copyOf(parameters);
    arguments = List.copyOf(arguments);
    check(!addresses.isEmpty(), "at least one address to listen at is needed");
    check(port >= 0 && port <= MAX_PORT, "the port must be between 0 and " + MAX_PORT);
    check(oplogMegabytes >= 0, "the oplog's size must not be below 0");
    check(oplogMinRetentionHours >= 0, "the oplog's retention must not be below 0");
    check(
        cacheSizeGigabytes >= 0 && cacheSizeGigabytes <= MAX_CACHE_GIGABYTES,
        "the cache's size must be between 0 and " + MAX_CACHE_GIGABYTES + " GB");
    check(maxConnections > 0, "maxConnections must be 1 or more");
    check(
        advertise.isEmpty() || advertise.matches(".+:[0-9]{1,5}"),
        "the address to advertise must be HOST:PORT");
  }

  /** A server on this machine, at any free port, whose data ends with it. */
  public static MeerkatOptions inMemory() {
    return builder().storage("memory").build();
  }

  /** A server on this machine, at any free port, whose data lives in SQLite in a folder. */
  public static MeerkatOptions at(Path folder) {
    return builder().folder(folder).build();
  }

  /** Begins with SQLite in {@code ./meerkat-data}, on this machine, at any free port. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. Threads: confined. */
  public static final class Builder {
    private String storage = "sqlite";
    private Path folder = Path.of("meerkat-data");
    private List<String> addresses = List.of("127.0.0.1");
    private int port;
    private String replicaSet = STANDARD_REPLICA_SET;
    private long oplogMegabytes;
    private double oplogMinRetentionHours;
    private double cacheSizeGigabytes;
    private String advertise = "";
    private int maxConnections = STANDARD_MAX_CONNECTIONS;
    private Path plugins = Path.of("plugins");
    private final Map<String, String> parameters = new HashMap<>();
    private boolean quiet = true;
    private List<String> arguments = List.of();
    private Runnable logRotation = () -> {};
    private IntConsumer logVerbosity = _ -> {};
    private System.@Nullable Logger logger;

    private Builder() {}

    public Builder storage(String name) {
      storage = name;
      return this;
    }

    public Builder folder(Path path) {
      folder = path;
      return this;
    }

    public Builder addresses(List<String> names) {
      addresses = names;
      return this;
    }

    public Builder port(int number) {
      port = number;
      return this;
    }

    public Builder replicaSet(String name) {
      replicaSet = name;
      return this;
    }

    public Builder standalone() {
      return replicaSet("");
    }

    public Builder oplogMegabytes(long number) {
      oplogMegabytes = number;
      return this;
    }

    public Builder oplogMinRetentionHours(double hours) {
      oplogMinRetentionHours = hours;
      return this;
    }

    public Builder cacheSizeGigabytes(double number) {
      cacheSizeGigabytes = number;
      return this;
    }

    public Builder advertise(String hostAndPort) {
      advertise = hostAndPort;
      return this;
    }

    public Builder maxConnections(int number) {
      maxConnections = number;
      return this;
    }

    public Builder plugins(Path path) {
      plugins = path;
      return this;
    }

    public Builder parameter(String name, String value) {
      parameters.put(name, value);
      return this;
    }

    public Builder quiet(boolean isQuiet) {
      quiet = isQuiet;
      return this;
    }

    public Builder arguments(List<String> words) {
      arguments = words;
      return this;
    }

    /** What the command {@code logRotate} does; nothing without this. */
    public Builder logRotation(Runnable rotation) {
      logRotation = rotation;
      return this;
    }

    /** Is told how much detail is to be logged, 0 to 5; nobody without this. */
    public Builder logVerbosity(IntConsumer verbosity) {
      logVerbosity = verbosity;
      return this;
    }

    /** Where the server's log goes; without this to the platform's logger {@link #LOGGER}. */
    public Builder logger(System.Logger where) {
      logger = where;
      return this;
    }

    /**
     * @throws IllegalArgumentException an option is out of its range
     */
    public MeerkatOptions build() {
      return new MeerkatOptions(
          storage,
          folder,
          addresses,
          port,
          replicaSet,
          oplogMegabytes,
          oplogMinRetentionHours,
          cacheSizeGigabytes,
          advertise,
          maxConnections,
          plugins,
          parameters,
          quiet,
          arguments,
          logRotation,
          logVerbosity,
          logger == null ? System.getLogger(LOGGER) : logger);
    }
  }

  private static void check(boolean condition, String text) {
    if (!condition) {
      throw new IllegalArgumentException(text);
    }
  }
}
