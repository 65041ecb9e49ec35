package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Makes everything written so far survive the loss of power. It locks nothing: a lock is refused.
 * Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/fsync/">fsync</a>
 */
public final class FsyncCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("fsync")
          .help("sync db to disk")
          .adminOnly()
          .fields(Field.safeBool("lock"), Field.integral("fsyncLockAcquisitionTimeoutMillis"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    if (request.bool("lock", false)) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED, "this server cannot be locked against writes");
    }
    Engine engine = Operation.of(context).engine();
    // Always: a sync that somebody else has begun may not have ended yet.
    engine.turns().sync();
    engine.storage().checkpoint();
    // As mongod: the number has meant nothing for a long time.
    reply.appendInt32("numFiles", 1);
  }
}
