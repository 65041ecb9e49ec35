package dev.meerkat.commands.replication;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Leadership;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Keeps a secondary from becoming primary for a while, or ends that with 0 seconds. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/replSetFreeze/">replSetFreeze</a>
 */
public final class ReplSetFreezeCommand implements Command {
  private static final ErrorCode NOT_SECONDARY = new ErrorCode(95, "NotSecondary");

  private static final CommandSchema SCHEMA =
      CommandSchema.of("replSetFreeze")
          .help("{ replSetFreeze : <seconds> }\n'freeze' state of member to the extent we can")
          .adminOnly()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Engine engine = Operation.of(context).engine();
    ReplicaSetOfOne.require(engine);
    long seconds = ReplicaSetOfOne.seconds(request, "replSetFreeze", 0);
    Leadership leadership = engine.leadership();
    if (leadership.isPrimary()) {
      throw new ServerException(
          NOT_SECONDARY, "Cannot freeze node when primary or running for election, state: Primary");
    }
    if (seconds <= 0) {
      leadership.stepUp();
      reply.appendString("info", "unfreezing");
      return;
    }
    if (seconds == 1) {
      reply.appendString("warning", "you really want to freeze for only 1 second?");
    }
    leadership.stepDown(seconds);
  }
}
