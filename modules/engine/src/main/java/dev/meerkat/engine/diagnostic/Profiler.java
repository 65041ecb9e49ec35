package dev.meerkat.engine.diagnostic;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.query.DistanceOrder;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.CollectionHandle;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.query.EvaluationScope;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.values.BsonOrder;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Writes what operations have done, and how long they took, into {@code system.profile} of their
 * database. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/profile/">profile</a>
 */
public final class Profiler {
  /** The collection of each database that the profile is written to. */
  public static final String COLLECTION = "system.profile";

  private static final int COLLECTION_BYTES = 1 << 20;
  private static final int STANDARD_SLOW_MILLIS = 100;

  private final Engine engine;
  private final ConcurrentMap<String, ProfileLevel> levels = new ConcurrentHashMap<>();
  private volatile int slowMillis = STANDARD_SLOW_MILLIS;
  private volatile double sampleRate = 1;

  public Profiler(Engine engine) {
    this.engine = engine;
  }

  /** The level of a database: 0, 1 or 2. */
  public int level(String database) {
    return of(database).level();
  }

  /**
   * Sets the level of a database, and makes its {@code system.profile} where it is to be used.
   *
   * @param level 0, 1 or 2
   */
  public void level(String database, int level) {
    if (level > 0) {
      try (Operation operation = engine.operations().beginInternal(database, "create")) {
        create(operation, database);
      }
    }
    levels.merge(
        database,
        new ProfileLevel(level, null),
        (before, after) -> new ProfileLevel(level, before.filter()));
  }

  /** What the filter of a database asks for, or null where it has none. */
  public @Nullable BsonDocument filter(String database) {
    Filter filter = of(database).filter();
    return filter == null ? null : filter.predicate().describe();
  }

  /**
   * Sets or removes the filter of a database.
   *
   * @throws ServerException it is none
   */
  public void filter(String database, @Nullable BsonDocument spec) {
    Filter filter = spec == null ? null : parse(database, spec);
    levels.merge(
        database,
        new ProfileLevel(0, filter),
        (before, after) -> new ProfileLevel(before.level(), filter));
  }

  /** Milliseconds from which on an operation is slow, of the whole server; may be negative. */
  public int slowMillis() {
    return slowMillis;
  }

  public void slowMillis(int millis) {
    slowMillis = millis;
  }

  /** The part of slow operations that is profiled, 0 to 1, of the whole server. */
  public double sampleRate() {
    return sampleRate;
  }

  public void sampleRate(double rate) {
    sampleRate = rate;
  }

  /** Forgets a database that is no more. */
  public void forget(String database) {
    levels.remove(database);
  }

  /**
   * Notes an operation that has been answered, where its database is profiled.
   *
   * @param reply what the client is told, not closed yet
   */
  public void note(Operation operation, CommandRequest request, DocumentBuilder reply) {
    if (levels.isEmpty()) {
      return;
    }
    String database = operation.namespace().database();
    ProfileLevel level = of(database);
    if (level.level() == 0) {
      return;
    }
    long millis = operation.elapsedNanos() / 1_000_000;
    if (level.level() == 1 && level.filter() == null && !isSampled(millis)) {
      return;
    }
    // The files are being copied: what writes would wait, and with it a client that only reads.
    if (engine.turns().lock().isLocked()) {
      return;
    }
    DocumentView profile =
        DocumentView.of(ProfileDocument.of(operation, request, reply.copy().toBson(), millis));
    if (level.level() == 1 && !passes(level.filter(), profile)) {
      return;
    }
    write(database, profile);
  }

  private boolean isSampled(long millis) {
    return millis >= slowMillis
        && (sampleRate >= 1 || engine.seeds().newUuid().hashCode() >>> 1 < sampleRate * (1L << 31));
  }

  private boolean passes(@Nullable Filter filter, DocumentView profile) {
    return filter == null || filter.matches(profile, scope());
  }

  private void write(String database, DocumentView profile) {
    try (Operation operation = engine.operations().beginInternal(database, "insert")) {
      Namespace namespace = new Namespace(database, COLLECTION);
      CollectionHandle collection = operation.catalog().find(namespace);
      if (collection == null) {
        create(operation, database);
        collection = operation.catalog().find(namespace);
      }
      if (collection != null) {
        collection.insert(profile);
      }
    } catch (ServerException e) {
      // The client's own work is done, and its answer does not depend on this.
      System.getLogger(Profiler.class.getName())
          .log(Level.WARNING, "the profile cannot be written", e);
    }
  }

  private void create(Operation operation, String database) {
    BsonDocument options =
        new BsonDocument("capped", BsonBoolean.TRUE)
            .append("size", new BsonInt32(COLLECTION_BYTES));
    try {
      engine
          .catalog()
          .create(
              operation,
              new Namespace(database, COLLECTION),
              CollectionOptions.parse(options),
              null);
    } catch (ServerException e) {
      // Whoever has made it before has chosen its size.
      if (!e.code().equals(ErrorCode.NAMESPACE_EXISTS)) {
        throw e;
      }
    }
  }

  private Filter parse(String database, BsonDocument spec) {
    ParseOptions options =
        new ParseOptions(
            new Namespace(database, COLLECTION), BsonOrder.SIMPLE, null, false, List.of());
    return DistanceOrder.refused(engine.language().scope(options).filter(spec));
  }

  private EvaluationScope scope() {
    return new EvaluationScope(
        new BsonDateTime(engine.ticker().wallMillis()),
        new BsonTimestamp(),
        engine.seeds(),
        () -> {});
  }

  private ProfileLevel of(String database) {
    return levels.getOrDefault(database, ProfileLevel.OFF);
  }
}
