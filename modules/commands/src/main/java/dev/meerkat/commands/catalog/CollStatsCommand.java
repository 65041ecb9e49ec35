package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Answers how much a collection holds. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/collStats/">collStats</a>
 */
public final class CollStatsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("collStats", "collstats")
          .help("{ collStats:\"blog.posts\" , scale : 1 } scale divides sizes e.g. for KB use 1024")
          .collection()
          .fields(Field.integral("scale").range(1, Integer.MAX_VALUE));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    reply.appendString("ns", request.namespace().fullName());
    reply.appendFields(
        operation
            .engine()
            .statistics()
            .collection(operation, request.namespace(), request.int32("scale", 1)));
  }
}
