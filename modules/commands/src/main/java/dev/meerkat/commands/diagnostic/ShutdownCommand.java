package dev.meerkat.commands.diagnostic;

import dev.meerkat.commands.replication.ReplicaSetOfOne;
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
import java.time.Duration;

/**
 * Ends the server in an orderly way. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/shutdown/">shutdown</a>
 */
public final class ShutdownCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("shutdown")
          .help(
              "shutdown the database.  must be ran against admin db and either (1) ran from"
                  + " localhost or (2) authenticated.")
          .adminOnly()
          .fields(Field.safeBool("force"), Field.integral("timeoutSecs").atLeast(0));

  private static final long DEFAULT_SECONDS = 15;

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    if (operation.connection().user().isEmpty() && !operation.connection().isLocal()) {
      throw new ServerException(
          ErrorCode.UNAUTHORIZED, "shutdown must run from localhost when running db without auth");
    }
    boolean force = request.bool("force", false);
    Engine engine = operation.engine();
    if (engine.options().isReplicaSet() && engine.leadership().isPrimary() && !force) {
      throw ReplicaSetOfOne.nobodyCatchesUp(operation);
    }
    long seconds = request.int64("timeoutSecs", force ? 0 : DEFAULT_SECONDS);
    engine.server().requestShutdown(Duration.ofSeconds(seconds));
  }
}
