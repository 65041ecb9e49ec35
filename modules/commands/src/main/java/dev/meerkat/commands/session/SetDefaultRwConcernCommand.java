package dev.meerkat.commands.session;

import dev.meerkat.engine.ConcernDefaults;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Sets the read and write concern of commands that name none. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/setDefaultRWConcern/">setDefaultRWConcern</a>
 */
public final class SetDefaultRwConcernCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("setDefaultRWConcern")
          .help("set the current read/write concern defaults (cluster-wide)")
          .adminOnly()
          .writeConcern()
          .fields(Field.document("defaultReadConcern"), Field.document("defaultWriteConcern"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    ConcernDefaultsReply.refuseStandalone(operation, "setDefaultRWConcern");
    ConcernDefaults.State state =
        operation
            .engine()
            .concernDefaults()
            .set(
                request.bsonOrNull("defaultReadConcern"),
                request.bsonOrNull("defaultWriteConcern"));
    ConcernDefaultsReply.write(operation, state, reply);
  }
}
