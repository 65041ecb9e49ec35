package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Gives the lock against writes back once. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/fsyncUnlock/">fsyncUnlock</a>
 */
public final class FsyncUnlockCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("fsyncUnlock")
          .help("unlock the database after a fsync with lock")
          .adminOnly()
          .ignoresUnknownFields()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    int locks = Operation.of(context).engine().turns().lock().unlock();
    reply.appendString("info", "fsyncUnlock completed");
    reply.appendInt64("lockCount", locks);
  }
}
