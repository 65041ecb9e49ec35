package dev.meerkat.commands.session;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.transaction.SessionTransactions;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Commits a multi-document transaction; a repeated commit changes nothing. Threads: immutable.
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
    Operation operation = Operation.of(context);
    SessionTransactions.of(operation, "commitTransaction").commit(operation);
  }
}
