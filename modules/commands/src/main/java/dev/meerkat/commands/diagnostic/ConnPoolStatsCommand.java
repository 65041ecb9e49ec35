package dev.meerkat.commands.diagnostic;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import java.util.List;

/**
 * Answers the connections that the server itself has opened: a replica set of one has none.
 * Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/connPoolStats/">connPoolStats</a>
 */
public final class ConnPoolStatsCommand implements Command {
  private static final List<String> COUNTERS =
      List.of(
          "numClientConnections",
          "numAScopedConnections",
          "totalInUse",
          "totalAvailable",
          "totalLeased",
          "totalCreated",
          "totalRefreshing",
          "totalRefreshed",
          "totalWasNeverUsed");

  private static final CommandSchema SCHEMA =
      CommandSchema.of("connPoolStats")
          .help("stats about connections between servers in a replica set or sharded cluster.")
          .ignoresUnknownFields()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    COUNTERS.forEach(counter -> reply.appendInt32(counter, 0));
    reply.beginDocument("pools").end();
    reply.beginDocument("hosts").end();
    reply.beginDocument("replicaSets").end();
  }
}
