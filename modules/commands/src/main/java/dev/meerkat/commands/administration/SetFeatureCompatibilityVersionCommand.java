package dev.meerkat.commands.administration;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.parameter.FeatureCompatibility;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Says which version's features the data may use. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/setFeatureCompatibilityVersion/">setFeatureCompatibilityVersion</a>
 */
public final class SetFeatureCompatibilityVersionCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("setFeatureCompatibilityVersion")
          .help("Set the featureCompatibilityVersion used by this cluster.")
          .value(Field.string("setFeatureCompatibilityVersion").required())
          .adminOnly()
          .writeConcern()
          .fields(
              Field.safeBool("confirm"),
              Field.safeBool("dryRun"),
              Field.safeBool("skipDryRun"),
              Field.safeBool("downgradeOnDiskChanges"),
              Field.safeBool("fromConfigServer"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    FeatureCompatibility features = operation.engine().featureCompatibility();
    String version = request.string("setFeatureCompatibilityVersion");
    features.check(version);
    boolean dryRun = request.bool("dryRun", false);
    if (dryRun && request.bool("skipDryRun", false)) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "The 'dryRun' and 'skipDryRun' options are mutually exclusive");
    }
    if (dryRun) {
      // Data of every version looks the same: nothing can be in the way.
      return;
    }
    if (!request.bool("confirm", false)) {
      throw new ServerException(
          ErrorCode.location(7369100),
          "Once you have changed the version, a return to another one may need help. To proceed,"
              + " re-run this command with 'confirm: true'.");
    }
    features.set(operation, version);
  }
}
