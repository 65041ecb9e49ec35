package dev.meerkat.commands.administration;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Reads the certificates of a server that encrypts its connections again; this one does not
 * encrypt. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/rotateCertificates/">rotateCertificates</a>
 */
public final class RotateCertificatesCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("rotateCertificates")
          .help("Rotates the currently used TLS certificates")
          .adminOnly()
          .fields(Field.string("message"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    // Without TLS there are no certificates to read again, which is no error in mongod either.
  }
}
