package dev.meerkat.commands.administration;

import dev.meerkat.commands.catalog.LiteralName;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Would clean the state collections of an encrypted collection; this server has none of those.
 * Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/cleanupStructuredEncryptionData/">cleanupStructuredEncryptionData</a>
 */
public final class CleanupStructuredEncryptionDataCommand implements Command {
  private static final String NAME = "cleanupStructuredEncryptionData";
  private static final CommandSchema SCHEMA =
      CommandSchema.of(NAME)
          .help("Cleans up the state collections of a Queryable Encryption collection.")
          .value(LiteralName.field(NAME))
          .fields(Field.document("cleanupTokens").required());

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Namespace namespace = LiteralName.of(request, NAME);
    throw NotEncrypted.of(Operation.of(context).engine().catalog().find(namespace), namespace);
  }
}
