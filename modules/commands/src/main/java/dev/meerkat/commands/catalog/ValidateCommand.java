package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.List;

/**
 * Checks that a collection and its indexes are sound. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/validate/">validate</a>
 */
public final class ValidateCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("validate")
          .help("Validate contents of a namespace by scanning its data structures for correctness.")
          .collection()
          .fields(
              Field.any("full"),
              Field.any("background"),
              Field.any("metadata"),
              Field.any("checkBSONConformance"),
              Field.any("enforceFastCount"),
              Field.any("repair"),
              Field.any("fixMultikey"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    for (String option : List.of("full", "repair", "checkBSONConformance", "background")) {
      refuseBoth(request, "metadata", option);
    }
    refuseBoth(request, "checkBSONConformance", "repair");
    refuseBoth(request, "background", "full");
    if (request.truth("repair") || request.truth("fixMultikey")) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED, "this server's validate finds faults and repairs none");
    }
    Operation operation = Operation.of(context);
    if (request.truth("background") && !operation.engine().options().isReplicaSet()) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED,
          "Running the validate command with { background: true } is not supported on a standalone"
              + " server");
    }
    reply.appendFields(operation.engine().statistics().validate(operation, request.namespace()));
  }

  private static void refuseBoth(CommandRequest request, String first, String second) {
    if (request.truth(first) && request.truth(second)) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "Running the validate command with both { %s: true } and { %s: true } is not supported."
              .formatted(first, second));
    }
  }
}
