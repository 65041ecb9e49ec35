package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.ServerControl;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.List;

/**
 * Answers the newest lines of the log. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/getLog/">getLog</a>
 */
public final class GetLogCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("getLog")
          .help("{ getLog : '*' }  OR { getLog : 'global' }")
          .value(Field.string("getLog").required())
          .adminOnly()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    String name = request.string("getLog");
    ServerControl server = Operation.of(context).engine().server();
    if (name.equals("*")) {
      reply.beginArray("names");
      reply.appendString(reply.nextIndex(), "global");
      reply.appendString(reply.nextIndex(), "startupWarnings").end();
      return;
    }
    List<String> lines =
        switch (name) {
          case "global" -> server.recentLog();
          case "startupWarnings" -> server.startupWarnings();
          default ->
              throw new ServerException(ErrorCode.OPERATION_FAILED, "No log named '" + name + "'");
        };
    long total = name.equals("global") ? server.loggedLines() : lines.size();
    reply.appendInt32("totalLinesWritten", Math.toIntExact(total));
    reply.beginArray("log");
    for (String line : lines) {
      reply.appendString(reply.nextIndex(), line);
    }
    reply.end();
  }
}
