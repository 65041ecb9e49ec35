package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Answers how much a database holds. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/dbStats/">dbStats</a>
 */
public final class DbStatsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("dbStats", "dbstats")
          .help(
              "Get stats on a database. Not instantaneous. Slower for databases with large .ns"
                  + " files.")
          .fields(
              Field.integral("scale").range(1, Integer.MAX_VALUE), Field.safeBool("freeStorage"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    reply.appendFields(
        operation
            .engine()
            .statistics()
            .database(
                operation,
                request.database(),
                request.int32("scale", 1),
                request.bool("freeStorage", false)));
  }
}
