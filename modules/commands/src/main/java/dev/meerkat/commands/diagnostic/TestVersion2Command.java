package dev.meerkat.commands.diagnostic;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Does nothing, and is not in version 1 of the Stable API: with it drivers test what a server does
 * not let them do. Threads: immutable.
 */
public final class TestVersion2Command implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("testVersion2").help("for tests of the Stable API").testOnly().fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    // That it can be called, or not, is all there is to it.
  }
}
