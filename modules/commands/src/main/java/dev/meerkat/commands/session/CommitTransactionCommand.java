package dev.meerkat.commands.session;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Commits a multi-document transaction. This server begins none yet, and says so. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/commitTransaction/">commitTransaction</a>
 */
public final class CommitTransactionCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("commitTransaction")
          .help("Commits a transaction")
          .stable()
          .adminOnly()
          .writeConcern()
          .inTransactions()
          .fields(Field.document("recoveryToken"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    throw new ServerException(
        ErrorCode.ILLEGAL_OPERATION, "This MongoDB deployment does not support transactions.");
  }
}
