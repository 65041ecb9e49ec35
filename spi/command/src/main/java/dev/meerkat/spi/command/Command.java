package dev.meerkat.spi.command;

import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;

/**
 * A database command. Threads: immutable; it is run by many operations at once.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/">Database commands</a>
 */
public interface Command {
  /** The command's name, aliases and fields. */
  CommandSchema schema();

  /**
   * Whether a request writes, so that its reply says whether the write concern has been met. What
   * takes a write concern does, save where it depends on more than the command's name.
   */
  default boolean writes(CommandRequest request) {
    return schema().takesWriteConcern();
  }

  /**
   * Does what the command does and writes the fields of its reply; the common fields are added by
   * the server, and {@code ok} where it is not there. What it throws becomes the error reply, and
   * what it had written is forgotten.
   */
  void run(CommandRequest request, OperationContext operation, DocumentBuilder reply);
}
