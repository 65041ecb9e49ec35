package dev.meerkat.commands.catalog;

import dev.meerkat.commands.Acknowledgement;
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
 * Gives a collection another name. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/renameCollection/">renameCollection</a>
 */
public final class RenameCollectionCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("renameCollection")
          .help("rename a collection: { renameCollection: foo.a, to: bar.b }")
          .namespace()
          .adminOnly()
          .writeConcern()
          .fields(
              Field.namespace("to").required(),
              Field.of("dropTarget", BsonBytes.BOOLEAN, BsonBytes.BINARY),
              Field.bool("stayTemp"),
              Field.uuid("collectionUUID"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    Namespace target = Namespace.parse(request.string("to"));
    operation
        .engine()
        .catalog()
        .rename(
            operation,
            request.namespace(),
            target,
            request.type("dropTarget") != BsonBytes.END && dropsTarget(request),
            request.uuid("collectionUUID"));
    Acknowledgement.write(operation, reply);
  }

  /** Besides a boolean, the UUID of the collection that is to go. */
  private static boolean dropsTarget(CommandRequest request) {
    return request.type("dropTarget") == BsonBytes.BINARY || request.bool("dropTarget", false);
  }
}
