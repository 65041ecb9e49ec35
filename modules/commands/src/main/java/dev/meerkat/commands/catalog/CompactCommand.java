package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Gives room that is free in the store's files back to the system. All collections share the
 * store's files, so that it is done for all of them; nobody is kept from writing, so that {@code
 * force} is not needed. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/compact/">compact</a>
 */
public final class CompactCommand implements Command {
  private static final long MEBIBYTE = 1 << 20;
  private static final CommandSchema SCHEMA =
      CommandSchema.of("compact")
          .help("Gives free room of a collection's files back to the system.")
          .collection()
          .fields(
              Field.bool("dryRun"),
              Field.bool("force"),
              Field.integral("freeSpaceTargetMB").range(1, Integer.MAX_VALUE));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    Engine engine = operation.engine();
    CollectionEntry entry = engine.catalog().find(request.namespace());
    if (entry == null) {
      throw new ServerException(ErrorCode.NAMESPACE_NOT_FOUND, "collection does not exist");
    }
    if (entry.isView() && engine.catalog().snapshot().bucketsOf(request.namespace()) == null) {
      throw new ServerException(ErrorCode.COMMAND_NOT_SUPPORTED_ON_VIEW, "can't compact a view");
    }
    long leastBytes = request.int64("freeSpaceTargetMB", 20) * MEBIBYTE;
    if (request.bool("dryRun", false)) {
      long free = engine.storage().reclaimableBytes();
      append(reply, "estimatedBytesFreed", free < leastBytes ? 0 : free);
    } else {
      engine.turns().lock().await(operation);
      append(reply, "bytesFreed", engine.reclaim(leastBytes));
    }
  }

  /** As mongod: an int where that is enough. */
  private static void append(DocumentBuilder reply, String name, long bytes) {
    if (bytes == (int) bytes) {
      reply.appendInt32(name, (int) bytes);
    } else {
      reply.appendInt64(name, bytes);
    }
  }
}
