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
   * Whether a request changes one document that it names, in one write, and so is done in a moment:
   * where many clients write at once, such requests are run one upon the other on one thread, to
   * share a commit. What says so waits for nothing of its own while it runs, for others would wait
   * with it, and does not mind being begun again where the engine has to wait for it.
   */
  default boolean isBrief(CommandRequest request) {
    return false;
  }

  /**
   * Does what the command does and writes the fields of its reply; the common fields are added by
   * the server, and {@code ok} where it is not there. What it throws becomes the error reply, and
   * what it had written is forgotten.
   */
  void run(CommandRequest request, OperationContext operation, DocumentBuilder reply);
}
