package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Answers how each collection is used. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/top/">top</a>
 */
public final class TopCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("top")
          .help("usage by collection, in micros ")
          .adminOnly()
          .ignoresUnknownFields()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    reply.beginDocument("totals");
    reply.appendString("note", "all times in microseconds");
    Operation.of(context).engine().top().totals().forEach(reply::append);
    reply.end();
  }
}
