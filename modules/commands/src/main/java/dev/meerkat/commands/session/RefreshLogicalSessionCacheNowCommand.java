package dev.meerkat.commands.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Brings {@code config.system.sessions} up to date, for tests that do not want to wait. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/refreshLogicalSessionCacheNow/">refreshLogicalSessionCacheNow</a>
 */
public final class RefreshLogicalSessionCacheNowCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("refreshLogicalSessionCacheNow")
          .help("force the logical session cache to refresh. Test command only.")
          .adminOnly()
          .testOnly()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation.of(context).engine().sessionRecords().refresh();
  }
}
