package dev.meerkat.engine.diagnostic;

import static java.util.Objects.requireNonNull;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.Namespace;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.bson.BsonDocument;
import org.bson.BsonInt64;

/**
 * How often each collection was used since the start of the server, for what, and how long that
 * took. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/top/">top</a>
 */
public final class Top {
  private static final Set<String> WRITES =
      Set.of(
          "cloneCollectionAsCapped",
          "collMod",
          "compact",
          "convertToCapped",
          "create",
          "createIndexes",
          "delete",
          "drop",
          "dropIndexes",
          "findAndModify",
          "insert",
          "renameCollection",
          "update");

  private final ConcurrentMap<Namespace, Usage> usages = new ConcurrentHashMap<>();

  /** What is counted apart. */
  private enum Kind {
    TOTAL("total"),
    READ_LOCK("readLock"),
    WRITE_LOCK("writeLock"),
    QUERIES("queries"),
    GETMORE("getmore"),
    INSERT("insert"),
    UPDATE("update"),
    REMOVE("remove"),
    COMMANDS("commands");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    static Kind of(String command) {
      return switch (command) {
        case "find" -> QUERIES;
        case "getMore" -> GETMORE;
        case "insert" -> INSERT;
        case "update" -> UPDATE;
        case "delete" -> REMOVE;
        default -> COMMANDS;
      };
    }
  }

  /** Notes an operation that has ended, where its collection or view is there. */
  public void note(Operation operation) {
    Namespace namespace = operation.namespace();
    Usage usage = usages.get(namespace);
    if (usage == null) {
      if (operation.engine().catalog().find(namespace) == null) {
        return;
      }
      usage = usages.computeIfAbsent(namespace, _ -> new Usage());
    }
    // What takes less than the unit has taken some time, too.
    long micros = Math.max(1, operation.elapsedNanos() / 1_000);
    usage.add(Kind.TOTAL, micros);
    usage.add(WRITES.contains(operation.command()) ? Kind.WRITE_LOCK : Kind.READ_LOCK, micros);
    usage.add(Kind.of(operation.command()), micros);
    usage.latencies(operation.command()).add(micros);
  }

  /**
   * How long reads, writes and commands on a collection or view have taken, as {@code $collStats}
   * tells it; of one that was not used, that nothing was. No transaction belongs to a collection.
   */
  public BsonDocument latencies(Namespace namespace, boolean withHistograms) {
    Usage known = usages.get(namespace);
    Usage usage = known == null ? new Usage() : known;
    return new BsonDocument("reads", usage.reads.toBson(withHistograms))
        .append("writes", usage.writes.toBson(withHistograms))
        .append("commands", usage.commands.toBson(withHistograms))
        .append("transactions", new Latencies().toBson(withHistograms));
  }

  /** Forgets a collection or view that is no more. */
  public void forget(Namespace namespace) {
    usages.remove(namespace);
  }

  /** Times in microseconds and counts, by collection, sorted by name. */
  public Map<String, BsonDocument> totals() {
    Map<String, BsonDocument> totals = new TreeMap<>();
    usages.forEach((namespace, usage) -> totals.put(namespace.fullName(), usage.toBson()));
    return totals;
  }

  /** The counters of one collection. Threads: safe. */
  private static final class Usage {
    private final Map<Kind, LongAdder> times = adders();
    private final Map<Kind, LongAdder> counts = adders();
    private final Latencies reads = new Latencies();
    private final Latencies writes = new Latencies();
    private final Latencies commands = new Latencies();

    /** Complete from the start: a map that is only read needs no lock. */
    private static Map<Kind, LongAdder> adders() {
      Map<Kind, LongAdder> adders = new EnumMap<>(Kind.class);
      for (Kind kind : Kind.values()) {
        adders.put(kind, new LongAdder());
      }
      return adders;
    }

    private static LongAdder of(Map<Kind, LongAdder> adders, Kind kind) {
      return requireNonNull(adders.get(kind));
    }

    void add(Kind kind, long micros) {
      of(times, kind).add(micros);
      of(counts, kind).increment();
    }

    Latencies latencies(String command) {
      return switch (command) {
        case "aggregate", "count", "distinct", "find", "getMore" -> reads;
        case "bulkWrite", "delete", "findAndModify", "insert", "update" -> writes;
        default -> commands;
      };
    }

    BsonDocument toBson() {
      BsonDocument document = new BsonDocument();
      for (Kind kind : Kind.values()) {
        document.append(
            kind.field,
            new BsonDocument("time", new BsonInt64(of(times, kind).sum()))
                .append("count", new BsonInt64(of(counts, kind).sum())));
      }
      return document;
    }
  }
}
