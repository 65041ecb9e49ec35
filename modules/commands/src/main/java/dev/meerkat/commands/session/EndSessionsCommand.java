package dev.meerkat.commands.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Ends logical sessions before their time. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/endSessions/">endSessions</a>
 */
public final class EndSessionsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("endSessions")
          .help("end a set of logical sessions")
          .value(Field.documents("endSessions").required())
          .stable()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    operation
        .engine()
        .sessions()
        .end(SessionIds.parse(request, "endSessions"), operation.connection().user());
  }
}
