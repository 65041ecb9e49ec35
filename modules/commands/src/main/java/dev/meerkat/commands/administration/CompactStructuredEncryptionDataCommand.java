package dev.meerkat.commands.administration;

import dev.meerkat.commands.catalog.LiteralName;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Would shorten the state collections of an encrypted collection; this server has none of those.
 * Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/compactStructuredEncryptionData/">compactStructuredEncryptionData</a>
 */
public final class CompactStructuredEncryptionDataCommand implements Command {
  private static final String NAME = "compactStructuredEncryptionData";
  private static final CommandSchema SCHEMA =
      CommandSchema.of(NAME)
          .help("Compacts the state collections of a Queryable Encryption collection.")
          .value(LiteralName.field(NAME))
          .fields(
              Field.document("compactionTokens").required(),
              Field.document("encryptionInformation"),
              Field.of(
                  "anchorPaddingFactor",
                  BsonBytes.DOUBLE,
                  BsonBytes.INT32,
                  BsonBytes.INT64,
                  BsonBytes.DECIMAL128));

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
