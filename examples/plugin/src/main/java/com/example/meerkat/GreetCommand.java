package com.example.meerkat;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/** Greets, and says how many collections the database has. Threads: immutable. */
final class GreetCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("greet")
          .help("Greets, and says how many collections the database has.")
          .value(Field.string("greet"))
          .fields(Field.bool("loudly"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext operation, DocumentBuilder reply) {
    String greeting = "Hello, " + request.string("greet");
    reply.appendString("greeting", request.bool("loudly", false) ? greeting + "!" : greeting);
    reply.appendInt32("collections", operation.catalog().collections(request.database()).size());
  }
}
