package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Answers the locks that are held. There is one, which {@code fsync} takes: readers and writers
 * lock nothing. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/lockInfo/">lockInfo</a>
 */
public final class LockInfoCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("lockInfo").help("show all lock info on the server").adminOnly().fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    reply.beginArray("lockInfo");
    if (Operation.of(context).engine().turns().lock().isLocked()) {
      reply.beginDocument(reply.nextIndex());
      reply.appendString("resourceId", "Global");
      reply.beginArray("granted");
      reply.beginDocument(reply.nextIndex());
      reply.appendString("mode", "S");
      reply.appendString("desc", "fsyncLockWorker").end().end();
      reply.beginArray("pending").end();
      reply.end();
    }
    reply.end();
  }
}
