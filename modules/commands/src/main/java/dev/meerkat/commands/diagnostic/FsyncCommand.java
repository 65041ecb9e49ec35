package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.WriteLock;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Makes everything written so far survive the loss of power, and locks the server against writes
 * where that is asked for. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/fsync/">fsync</a>
 */
public final class FsyncCommand implements Command {
  private static final long DEFAULT_TIMEOUT_MILLIS = 90_000;

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
    Operation operation = Operation.of(context);
    Engine engine = operation.engine();
    if (!request.bool("lock", false)) {
      flush(engine);
      // As mongod: the number has meant nothing for a long time.
      reply.appendInt32("numFiles", 1);
      return;
    }
    WriteLock lock = engine.turns().lock();
    long timeout = request.int64("fsyncLockAcquisitionTimeoutMillis", DEFAULT_TIMEOUT_MILLIS);
    int locks = lock.lock(operation, timeout);
    try {
      flush(engine);
    } catch (RuntimeException e) {
      int _ = lock.unlock();
      throw e;
    }
    reply.appendString("info", "now locked against writes, use db.fsyncUnlock() to unlock");
    reply.appendInt64("lockCount", locks);
    reply.appendString("seeAlso", "https://www.mongodb.com/docs/manual/reference/command/fsync/");
  }

  private static void flush(Engine engine) {
    // Always: a sync that somebody else has begun may not have ended yet.
    engine.turns().sync();
    engine.storage().checkpoint();
  }
}
