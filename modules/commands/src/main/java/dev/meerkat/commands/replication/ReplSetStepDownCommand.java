package dev.meerkat.commands.replication;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Leadership;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Makes the primary a secondary for a while, where it is forced to: there is nobody else to be
 * primary. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/replSetStepDown/">replSetStepDown</a>
 */
public final class ReplSetStepDownCommand implements Command {
  private static final long DEFAULT_SECONDS = 60;
  private static final long DEFAULT_CATCH_UP_SECONDS = 10;

  private static final CommandSchema SCHEMA =
      CommandSchema.of("replSetStepDown")
          .help("{ replSetStepDown : <seconds> }\nStep down as primary")
          .adminOnly()
          .fields(Field.integral("secondaryCatchUpPeriodSecs"), Field.safeBool("force"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    Engine engine = operation.engine();
    ReplicaSetOfOne.require(engine);
    boolean force = request.bool("force", false);
    long seconds = ReplicaSetOfOne.seconds(request, "replSetStepDown", DEFAULT_SECONDS);
    if (seconds < 0) {
      throw new ServerException(ErrorCode.BAD_VALUE, "stepdown period must be a positive integer");
    }
    long catchUp =
        request.type("secondaryCatchUpPeriodSecs") == BsonBytes.END
            ? force ? 0 : DEFAULT_CATCH_UP_SECONDS
            : request.int64("secondaryCatchUpPeriodSecs", 0);
    if (catchUp < 0) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "secondaryCatchUpPeriodSecs period must be a positive or absent");
    }
    if (seconds <= catchUp) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "stepdown period must be longer than secondaryCatchUpPeriodSecs");
    }
    Leadership leadership = engine.leadership();
    if (!leadership.isPrimary()) {
      throw new ServerException(Leadership.NOT_WRITABLE_PRIMARY, "not primary so can't step down");
    }
    if (!force) {
      throw ReplicaSetOfOne.nobodyCatchesUp(operation);
    }
    leadership.stepDown(seconds);
  }
}
