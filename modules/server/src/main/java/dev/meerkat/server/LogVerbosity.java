package dev.meerkat.server;

import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.values.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * How much each part of the server logs: 0 what matters, up to 5 ever more detail, -1 as much as
 * the part that it belongs to. Threads: safe; changes are guarded by itself.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/log-messages/#verbosity-levels">Verbosity
 *     levels</a>
 */
final class LogVerbosity {
  private static final String LEVEL = "logLevel";
  private static final String COMPONENTS = "logComponentVerbosity";
  private static final String VERBOSITY = "verbosity";
  private static final int INHERITED = -1;
  private static final int MOST = 5;

  /** mongod's parts, and the parts of those. */
  private static final Map<String, List<String>> PARTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("accessControl", List.of()),
              Map.entry("assert", List.of()),
              Map.entry("command", List.of()),
              Map.entry("control", List.of()),
              Map.entry("executor", List.of()),
              Map.entry("ftdc", List.of()),
              Map.entry("geo", List.of()),
              Map.entry("globalIndex", List.of()),
              Map.entry("index", List.of()),
              Map.entry("network", List.of("asio", "bridge", "connectionPool")),
              Map.entry("processHealth", List.of()),
              Map.entry("query", List.of("plannerRejected")),
              Map.entry("queryStats", List.of()),
              Map.entry(
                  "replication", List.of("election", "heartbeats", "initialSync", "rollback")),
              Map.entry("resharding", List.of()),
              Map.entry("sharding", List.of("migration", "rangeDeleter", "shardingCatalogRefresh")),
              Map.entry("storage", List.of("journal", "recovery", "wt")),
              Map.entry("tenantMigration", List.of()),
              Map.entry("test", List.of()),
              Map.entry("tracking", List.of()),
              Map.entry("transaction", List.of()),
              Map.entry("write", List.of())));

  private final IntConsumer output;
  private volatile int standard;
  private volatile Map<String, Integer> levels = Map.of();

  /**
   * @param output is told the greatest verbosity of all parts whenever that may have changed
   */
  LogVerbosity(IntConsumer output) {
    this.output = output;
  }

  /** Makes it known as the parameters {@code logLevel} and {@code logComponentVerbosity}. */
  void register(Parameters parameters) {
    parameters.add(
        new Parameters.Parameter(
            LEVEL,
            () -> new BsonInt32(standard),
            LogVerbosity::level,
            value -> set(value.asInt32().getValue()),
            true,
            true));
    parameters.add(
        new Parameters.Parameter(
            COMPONENTS,
            this::describe,
            LogVerbosity::checked,
            value -> set(value.asDocument()),
            true,
            true));
  }

  /**
   * How much a part logs.
   *
   * @param component mongod's word in a line of the log: {@code NETWORK}
   */
  int of(String component) {
    return levels.getOrDefault(component.toLowerCase(Locale.ROOT), standard);
  }

  private synchronized void set(int level) {
    standard = level;
    changed();
  }

  private synchronized void set(BsonDocument changes) {
    Map<String, Integer> all = new HashMap<>(levels);
    changes.forEach(
        (name, value) -> {
          if (name.equals(VERBOSITY)) {
            standard = Math.max(0, level(value, name));
          } else {
            put(all, name, value);
          }
        });
    levels = Map.copyOf(all);
    changed();
  }

  private static void put(Map<String, Integer> all, String path, BsonValue value) {
    if (value.isNumber()) {
      keep(all, path, level(value, path));
      return;
    }
    value
        .asDocument()
        .forEach(
            (name, inner) -> {
              if (name.equals(VERBOSITY)) {
                keep(all, path, level(inner, path));
              } else {
                put(all, path + "." + name, inner);
              }
            });
  }

  private static void keep(Map<String, Integer> all, String path, int level) {
    String key = path.toLowerCase(Locale.ROOT);
    if (level == INHERITED) {
      all.remove(key);
    } else {
      all.put(key, level);
    }
  }

  private void changed() {
    int greatest = standard;
    for (int level : levels.values()) {
      greatest = Math.max(greatest, level);
    }
    output.accept(greatest);
  }

  private BsonDocument describe() {
    Map<String, Integer> now = levels;
    BsonDocument document = new BsonDocument(VERBOSITY, new BsonInt32(standard));
    PARTS.forEach(
        (part, inner) -> {
          BsonDocument told = describe(now, part);
          inner.forEach(name -> told.append(name, describe(now, part + "." + name)));
          document.append(part, told);
        });
    return document;
  }

  private static BsonDocument describe(Map<String, Integer> levels, String path) {
    int level = levels.getOrDefault(path.toLowerCase(Locale.ROOT), INHERITED);
    return new BsonDocument(VERBOSITY, new BsonInt32(level));
  }

  /** As mongod takes whole numbers: fractions are cut off, true is 1. */
  private static BsonValue level(BsonValue value) {
    int level =
        switch (value) {
          case BsonBoolean flag -> flag.getValue() ? 1 : 0;
          default -> Numbers.isNumber(value) ? Numbers.truncatedInt(value) : INHERITED;
        };
    if (level < 0 || level > MOST) {
      throw bad("Invalid value for logLevel: " + value);
    }
    return new BsonInt32(level);
  }

  private static int level(BsonValue value, String path) {
    if (!Numbers.isNumber(value)) {
      throw bad("Expected " + path + " to be a number, but found " + value.getBsonType());
    }
    return Math.clamp(Numbers.truncatedInt(value), INHERITED, MOST);
  }

  private static BsonValue checked(BsonValue value) {
    if (!value.isDocument()) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "Component log level is not a BSON object: " + value.getBsonType());
    }
    value
        .asDocument()
        .forEach(
            (name, inner) -> {
              if (name.equals(VERBOSITY)) {
                int _ = level(inner, name);
              } else if (PARTS.containsKey(name)) {
                check(name, PARTS.get(name), inner);
              } else {
                throw bad("Invalid component name " + name);
              }
            });
    return value;
  }

  private static void check(String path, List<String> parts, BsonValue value) {
    if (value.isNumber()) {
      return;
    }
    if (!value.isDocument()) {
      throw bad("Invalid type " + value.getBsonType() + " for component " + path);
    }
    value
        .asDocument()
        .forEach(
            (name, inner) -> {
              if (name.equals(VERBOSITY)) {
                int _ = level(inner, path);
              } else if (parts.contains(name)) {
                check(path + "." + name, List.of(), inner);
              } else {
                throw bad("Invalid component name " + path + "." + name);
              }
            });
  }

  private static ServerException bad(String text) {
    return new ServerException(ErrorCode.BAD_VALUE, text);
  }
}
