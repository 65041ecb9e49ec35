package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.CheckOptions;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
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
          .value(
              Field.string("validate")
                  .wrongType(ErrorCode.INVALID_NAMESPACE)
                  .nullRefused()
                  .required())
          .fields(
              Field.any("full"),
              Field.any("background"),
              Field.any("metadata"),
              Field.any("checkBSONConformance"),
              Field.any("enforceFastCount"),
              Field.any("repair"),
              Field.any("fixMultikey"));

  private static final List<String> OTHERS =
      List.of("background", "full", "enforceFastCount", "checkBSONConformance", "repair");

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    Namespace namespace = namespace(request);
    operation.namespace(namespace);
    boolean isStandalone = !operation.engine().options().isReplicaSet();
    CheckOptions options = options(request, isStandalone);
    reply.appendFields(operation.engine().statistics().validate(operation, namespace, options));
  }

  /** A name that no collection can have is one that no collection has. */
  private static Namespace namespace(CommandRequest request) {
    String name = request.string("validate");
    if (name.isEmpty()) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE, "Invalid namespace specified '" + request.database() + ".'");
    }
    return new Namespace(request.database(), name);
  }

  private static CheckOptions options(CommandRequest request, boolean isStandalone) {
    boolean repairs = request.truth("repair");
    boolean adjusts = request.truth("fixMultikey");
    for (String option : List.of("full", "enforceFastCount", "repair")) {
      refuseBoth(request, "background", option);
    }
    for (String option : List.of("enforceFastCount", "checkBSONConformance")) {
      refuseBoth(request, option, "repair");
    }
    if (!isStandalone && (repairs || adjusts)) {
      throw invalid(
          "Running the validate command with { %s: true } can only be performed in standalone mode."
              .formatted(repairs ? "repair" : "fixMultikey"));
    }
    if (repairs && request.has("fixMultikey") && !adjusts) {
      throw invalid(
          "Running the validate command with both { fixMultikey: false } and { repair: true } is"
              + " not supported.");
    }
    boolean metadata = request.truth("metadata");
    if (metadata && OTHERS.stream().anyMatch(request::truth)) {
      throw invalid(
          "Running the validate command with { metadata: true } is not supported with any other"
              + " options");
    }
    if (request.truth("background") && isStandalone) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_SUPPORTED,
          "Running the validate command with { background: true } is not supported in standalone"
              + " mode");
    }
    return new CheckOptions(
        metadata,
        request.truth("checkBSONConformance"),
        metadata
            ? CheckOptions.Repair.NONE
            : repairs
                ? CheckOptions.Repair.FIX_ERRORS
                : adjusts ? CheckOptions.Repair.ADJUST_MULTIKEY : CheckOptions.Repair.NONE);
  }

  private static void refuseBoth(CommandRequest request, String first, String second) {
    if (request.truth(first) && request.truth(second)) {
      throw invalid(
          "Running the validate command with both { %s: true } and { %s: true } is not supported."
              .formatted(first, second));
    }
  }

  private static ServerException invalid(String message) {
    return new ServerException(ErrorCode.INVALID_OPTIONS, message);
  }
}
