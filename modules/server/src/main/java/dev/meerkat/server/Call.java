package dev.meerkat.server;

import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;

/**
 * A request that has been understood. Threads: immutable.
 *
 * @param entry the command, under the name that the client wrote
 */
record Call(CommandTable.Entry entry, CommandRequest request) {
  /** The command's name as the client wrote it. */
  String name() {
    return entry.name();
  }

  Command command() {
    return entry.command();
  }

  boolean isHello() {
    return Handshake.isHello(name());
  }
}
