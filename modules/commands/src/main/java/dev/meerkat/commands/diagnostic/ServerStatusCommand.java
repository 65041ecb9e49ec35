package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Counters;
import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.ServerControl;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.cursor.CursorRegistry;
import dev.meerkat.engine.cursor.OpenCursor;
import dev.meerkat.engine.transaction.TransactionCounts;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import java.lang.management.ManagementFactory;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * Answers what the server counts and measures of itself. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/serverStatus/">serverStatus</a>
 */
public final class ServerStatusCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("serverStatus")
          .help("returns lots of administrative server statistics")
          .ignoresUnknownFields()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    ServerControl server = operation.engine().server();
    long upMillis = operation.ticker().wallMillis() - server.startedAtMillis();
    reply.appendString("host", server.hostAndPort());
    reply.appendString("version", server.version());
    reply.appendString("process", "mongod");
    reply.appendInt64("pid", ProcessHandle.current().pid());
    reply.appendDouble("uptime", upMillis / 1000.0);
    reply.appendInt64("uptimeMillis", upMillis);
    reply.appendInt64("uptimeEstimate", upMillis / 1000);
    reply.appendDateTime("localTime", operation.ticker().wallMillis());
    Section sections = new Section(request);
    Counters counters = operation.engine().operations().counters();
    sections.write("asserts", reply, () -> asserts(counters, reply));
    sections.write("catalogStats", reply, () -> catalog(operation.engine(), reply));
    sections.write("connections", reply, () -> connections(server, reply));
    sections.write("globalLock", reply, () -> globalLock(operation, upMillis, reply));
    sections.write(
        "logicalSessionRecordCache",
        reply,
        () -> reply.appendInt32("activeSessionsCount", operation.engine().sessions().all().size()));
    sections.write("mem", reply, () -> memory(reply));
    sections.write("metrics", reply, () -> metrics(operation.engine(), reply));
    if (sections.isAskedFor("all") && sections.isAskedFor("none")) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "Cannot provide both 'all' and 'none' options");
    }
    if (request.body().get("mirroredReads") == null
        ? sections.isAskedFor("all")
        : sections.isAskedFor("mirroredReads")) {
      reply.beginDocument("mirroredReads");
      // Nobody is there to mirror them to.
      reply.appendInt64("seen", 0).appendInt64("sent", 0).end();
    }
    sections.write("network", reply, () -> network(counters, reply));
    sections.write("opcounters", reply, () -> opcounters(counters, reply));
    if (operation.engine().options().isReplicaSet()) {
      sections.write("repl", reply, () -> replication(operation, reply));
    }
    sections.write("storageEngine", reply, () -> storage(operation.engine(), reply));
    if (operation.engine().options().isReplicaSet()) {
      sections.write(
          "transactions", reply, () -> transactions(operation.engine().transactionCounts(), reply));
    }
  }

  /** The parts that a client can turn off by their names. Threads: confined to one operation. */
  private record Section(BsonDocument asked) {
    Section(CommandRequest request) {
      this(request.body().toBson());
    }

    /** As mongod takes flags: all but false, zero, null and undefined is true. */
    boolean isAskedFor(String name) {
      BsonValue wanted = asked.get(name);
      return switch (wanted) {
        case null -> false;
        case BsonBoolean flag -> flag.getValue();
        case BsonNumber number -> number.doubleValue() != 0;
        default -> !wanted.isNull() && wanted.getBsonType() != BsonType.UNDEFINED;
      };
    }

    void write(String name, DocumentBuilder reply, Runnable fields) {
      if (asked.containsKey(name) ? isAskedFor(name) : !isAskedFor("none")) {
        reply.beginDocument(name);
        fields.run();
        reply.end();
      }
    }
  }

  private static void asserts(Counters counters, DocumentBuilder reply) {
    reply.appendInt32("regular", 0);
    reply.appendInt32("warning", 0);
    reply.appendInt32("msg", (int) counters.ownFaults());
    reply.appendInt32("user", (int) counters.callersFaults());
    reply.appendInt32("tripwire", 0);
    reply.appendInt32("rollovers", 0);
  }

  private static void catalog(Engine engine, DocumentBuilder reply) {
    CatalogSnapshot catalog = engine.catalog().snapshot();
    int collections = 0;
    int capped = 0;
    int views = 0;
    int timeseries = 0;
    for (String database : catalog.databaseNames()) {
      for (CollectionEntry entry : catalog.collections(database)) {
        views += entry.isView() ? 1 : 0;
        collections += entry.isView() ? 0 : 1;
        capped += entry.options().capped() ? 1 : 0;
        timeseries += entry.options().isTimeseries() ? 1 : 0;
      }
    }
    reply.appendInt32("collections", collections);
    reply.appendInt32("capped", capped);
    reply.appendInt32("timeseries", timeseries);
    reply.appendInt32("views", views);
  }

  private static void network(Counters counters, DocumentBuilder reply) {
    reply.appendInt64("bytesIn", counters.bytesIn());
    reply.appendInt64("bytesOut", counters.bytesOut());
    reply.appendInt64("numRequests", counters.requests());
  }

  private static void opcounters(Counters counters, DocumentBuilder reply) {
    reply.appendInt64("insert", counters.inserts());
    reply.appendInt64("query", counters.queries());
    reply.appendInt64("update", counters.updates());
    reply.appendInt64("delete", counters.deletes());
    reply.appendInt64("getmore", counters.getMores());
    reply.appendInt64("command", counters.commands());
  }

  private static void transactions(TransactionCounts counts, DocumentBuilder reply) {
    reply.appendInt64("retriedCommandsCount", counts.retriedCommands());
    reply.appendInt64("retriedStatementsCount", counts.retriedStatements());
    reply.appendInt64("transactionsCollectionWriteCount", counts.rowsWritten());
    reply.appendInt64("currentActive", counts.active());
    reply.appendInt64("currentInactive", counts.open() - counts.active());
    reply.appendInt64("currentOpen", counts.open());
    reply.appendInt64("totalAborted", counts.aborted());
    reply.appendInt64("totalCommitted", counts.committed());
    reply.appendInt64("totalStarted", counts.started());
    // One member prepares nothing.
    reply.appendInt64("totalPrepared", 0);
    reply.appendInt64("totalPreparedThenCommitted", 0);
    reply.appendInt64("totalPreparedThenAborted", 0);
    reply.appendInt64("currentPrepared", 0);
  }

  private static void connections(ServerControl server, DocumentBuilder reply) {
    reply.appendInt32("current", server.connections());
    reply.appendInt32("available", server.connectionsAvailable());
    reply.appendInt32("totalCreated", Math.toIntExact(server.connectionsCreated()));
    reply.appendInt32("active", server.connections());
    reply.appendInt32("threaded", server.connections());
  }

  private static void globalLock(Operation operation, long upMillis, DocumentBuilder reply) {
    int active = operation.engine().operations().active().size();
    reply.appendInt64("totalTime", upMillis * 1000);
    reply.beginDocument("currentQueue");
    reply.appendInt32("total", 0).appendInt32("readers", 0).appendInt32("writers", 0).end();
    reply.beginDocument("activeClients");
    reply.appendInt32("total", active).appendInt32("readers", active);
    reply.appendInt32("writers", 0).end();
  }

  private static void memory(DocumentBuilder reply) {
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    long other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getCommitted();
    reply.appendInt32("bits", 64);
    reply.appendInt32("resident", (int) ((heap + other) >> 20));
    reply.appendInt32("virtual", (int) ((heap + other) >> 20));
    reply.appendBoolean("supported", true);
  }

  private static void metrics(Engine engine, DocumentBuilder reply) {
    CursorRegistry cursors = engine.cursors();
    int pinned = 0;
    int lasting = 0;
    for (OpenCursor cursor : cursors.all()) {
      pinned += cursor.isPinned() ? 1 : 0;
      lasting += cursor.traits().noTimeout() ? 1 : 0;
    }
    reply.beginDocument("cursor");
    reply.appendInt64("timedOut", cursors.totalTimedOut());
    reply.appendInt64("totalOpened", cursors.totalOpened());
    reply.beginDocument("open");
    reply.appendInt64("noTimeout", lasting);
    reply.appendInt64("pinned", pinned);
    reply.appendInt64("total", cursors.open()).end().end();
  }

  private static void replication(Operation operation, DocumentBuilder reply) {
    String address = operation.engine().server().hostAndPort();
    reply.beginArray("hosts");
    reply.appendString(reply.nextIndex(), address).end();
    reply.appendString("setName", operation.engine().options().replicaSet());
    reply.appendInt32("setVersion", 1);
    reply.appendBoolean("isWritablePrimary", true);
    reply.appendBoolean("secondary", false);
    reply.appendString("primary", address);
    reply.appendString("me", address);
  }

  private static void storage(Engine engine, DocumentBuilder reply) {
    reply.appendString("name", engine.server().storageName());
    reply.appendBoolean("supportsCommittedReads", true);
    reply.appendBoolean("persistent", !engine.server().storageName().equals("memory"));
    reply.appendInt64("sizeBytes", engine.storage().sizeBytes());
  }
}
