package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.Dropped;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.Optional;

/**
 * Drops a collection or view. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/drop/">drop</a>
 */
public final class DropCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("drop")
          .help("drop a collection\n{drop : <collectionName>}")
          .collection()
          .stable()
          .writeConcern()
          .fields(Field.uuid("collectionUUID"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    Optional<Dropped> dropped =
        operation
            .engine()
            .catalog()
            .drops()
            .drop(operation, request.namespace(), request.uuid("collectionUUID"));
    if (dropped.isPresent()) {
      if (!dropped.get().view()) {
        reply.appendInt32("nIndexesWas", dropped.get().indexes());
      }
      reply.appendString("ns", request.namespace().fullName());
    }
  }
}
