package dev.meerkat.commands.diagnostic;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Does nothing, and is deprecated in version 1 of the Stable API: with it drivers test what a
 * server warns them of. Threads: immutable.
 */
public final class TestDeprecationCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("testDeprecation")
          .help("for tests of the Stable API")
          .stable()
          .deprecated()
          .testOnly()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    // That it can be called, or not, is all there is to it.
  }
}
