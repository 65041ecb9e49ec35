package dev.meerkat.commands.administration;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.parameter.UserWriteBlock;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.Set;

/**
 * Keeps users from writing, or lets them write again. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/setUserWriteBlockMode/">setUserWriteBlockMode</a>
 */
public final class SetUserWriteBlockModeCommand implements Command {
  private static final Set<String> REASONS =
      Set.of("Unspecified", "ClusterToClusterMigrationInProgress", "DiskUseThresholdExceeded");

  private static final CommandSchema SCHEMA =
      CommandSchema.of("setUserWriteBlockMode")
          .help("Set whether user write blocking is enabled")
          .adminOnly()
          .writeConcern()
          .fields(Field.bool("global").required(), Field.string("reason"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    if (!operation.engine().options().isReplicaSet()) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION, "setUserWriteBlockMode cannot be run on standalones");
    }
    String reason = request.string("reason", "Unspecified");
    if (!REASONS.contains(reason)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Enumeration value '"
              + reason
              + "' for field 'setUserWriteBlockMode.reason' is not a valid value.");
    }
    UserWriteBlock block = operation.engine().userWriteBlock();
    if (request.bool("global", false)) {
      block.enable(operation, reason);
    } else {
      block.disable(operation, reason);
    }
  }
}
