package dev.meerkat.commands.catalog;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.Field;

/**
 * The collection of commands that look for any name as it is, those that no collection can have
 * because of a dollar, too. Threads: immutable.
 */
public final class LiteralName {
  private LiteralName() {}

  /** The command's own value. */
  public static Field field(String command) {
    return Field.string(command).wrongType(ErrorCode.INVALID_NAMESPACE).nullRefused();
  }

  /**
   * The collection that the command's own value names.
   *
   * @throws ServerException 73 for a name that is empty, begins with a dot or holds NUL
   */
  public static Namespace of(CommandRequest request, String command) {
    String name = request.string(command);
    check(name);
    return new Namespace(request.database(), name);
  }

  /**
   * Fails where a name cannot even be looked for.
   *
   * @throws ServerException 73
   */
  static void check(String name) {
    if (name.isEmpty() || name.startsWith(".") || name.indexOf('\0') >= 0) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE, "Invalid namespace specified: '" + name + "'");
    }
  }
}
