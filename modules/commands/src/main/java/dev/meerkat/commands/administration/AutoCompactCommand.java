package dev.meerkat.commands.administration;

import dev.meerkat.engine.AutoCompact;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Gives free room of the store's files back to the system from time to time, or ends that. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/autoCompact/">autoCompact</a>
 */
public final class AutoCompactCommand implements Command {
  private static final long MEBIBYTE = 1 << 20;
  private static final CommandSchema SCHEMA =
      CommandSchema.of("autoCompact")
          .help("Enables or disables background compaction.")
          .value(Field.bool("autoCompact").required())
          .adminOnly()
          .fields(
              Field.integral("freeSpaceTargetMB").range(1, Integer.MAX_VALUE),
              Field.bool("runOnce"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    AutoCompact compaction = Operation.of(context).engine().autoCompact();
    if (request.bool("autoCompact", false)) {
      compaction.enable(
          new AutoCompact.Options(
              request.int64("freeSpaceTargetMB", 20) * MEBIBYTE, request.bool("runOnce", false)));
    } else {
      compaction.disable();
    }
  }
}
